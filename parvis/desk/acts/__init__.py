"""The verbs of the desk itself: the only code that writes its tables."""

from parvis.desk.acts.batches import draft_batch, step_batch, undo_batch
from parvis.desk.acts.views import drop_view, save_view

__all__ = ["draft_batch", "drop_view", "save_view", "step_batch", "undo_batch"]
