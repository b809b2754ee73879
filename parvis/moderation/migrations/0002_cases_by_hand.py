"""A cause for cases opened by the desk, and the queue's order across titles."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="case",
            name="cause",
            field=models.CharField(
                choices=[
                    ("held", "Held by screening"),
                    ("flagged", "Published, to be looked at"),
                    ("signalled", "Signalled by readers"),
                    ("imported", "Waiting in the imported archive"),
                    ("hand", "Opened by the desk"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["-urgency", "id"], condition=models.Q(("closed_at__isnull", True)), name="case_queue_all"
            ),
        ),
    ]
