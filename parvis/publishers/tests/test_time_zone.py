"""The clocks of a group."""

import pytest

from parvis.kit.refusals import Refusal
from parvis.publishers.acts import set_time_zone


def test_a_group_keeps_its_own_clocks_and_no_imaginary_ones(house):
    assert house.group.time_zone == "Europe/Paris"
    set_time_zone(group=house.group, zone="Indian/Reunion")
    house.group.refresh_from_db()
    assert house.group.time_zone == "Indian/Reunion"
    with pytest.raises(Refusal):
        set_time_zone(group=house.group, zone="Europe/Nowhere")
