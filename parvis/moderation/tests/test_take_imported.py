"""What the desk is given from an archive."""

from parvis.moderation.bulk import Imported, take_imported
from parvis.moderation.models import Case, StandingChange
from parvis.testing.cast import reader


def test_held_posts_become_cases_and_every_standing_has_its_first_step(house):
    author = reader(house)
    imported = [
        Imported("post:1", "held", author.pk, house.politics.pk, "À voir"),
        Imported("post:2", "refused", author.pk, None, "Non"),
    ]
    assert take_imported(title=house.daily, imported=imported) == 1
    case = Case.objects.get()
    assert (case.subject, case.cause, case.words, case.section_id) == ("post:1", "imported", "À voir", house.politics.pk)
    steps = list(StandingChange.objects.order_by("pk").values_list("subject", "before", "after", "cause"))
    assert steps == [("post:1", "", "held", "import"), ("post:2", "", "refused", "import")]


def test_imported_cases_come_after_those_of_the_same_moment(house):
    author = reader(house)
    take_imported(title=house.daily, imported=[Imported("post:1", "held", author.pk, None, "À voir")])
    from parvis.kit import clock
    from parvis.moderation.urgency import urgency_of

    assert Case.objects.get().urgency <= urgency_of(risk=10, reach=5, signals=0, opened_at=clock.now())
