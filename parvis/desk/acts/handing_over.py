"""Views of someone who leaves, given to someone else."""

from collections.abc import Sequence

from parvis.desk.models import SavedView

LONGEST_NAME = 60


def pass_on_views(views: Sequence[SavedView], *, to_id: int) -> int:
    """Gives views to another account, in the caller's transaction; their keys are free again. Gives how many."""
    taken = set(SavedView.objects.filter(account=to_id).values_list("place", "name"))
    for view in views:
        name, number = view.name, 2
        while (view.place, name) in taken:
            name, number = f"{view.name[: LONGEST_NAME - 4]} {number}", number + 1
        taken.add((view.place, name))
        SavedView.objects.filter(pk=view.pk).update(account=to_id, name=name, key="")
    return len(views)
