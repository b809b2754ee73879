"""The article an address leads to, whatever address it has had: today's, a former one, or one that was merged into another."""

from django.db.models import Subquery
from django.db.models.functions import Coalesce

from parvis.publishers.models import Article, FormerAddress, Title


def article_at(*, title: Title, address: str) -> Article | None:
    """The article of the title at a normal address, with its section and site at hand; one query."""
    return Article.objects.select_related("section", "site").filter(pk=number_at(title, address)).first()


def number_at(title: Title, address: str) -> Coalesce:
    """The number of that article, as an expression to filter by."""
    here = Article.objects.filter(title=title, address=address).values(number=Coalesce("merged_into_id", "pk"))
    before = FormerAddress.objects.filter(title=title, address=address)
    return Coalesce(Subquery(here[:1]), Subquery(before.values(number=Coalesce("article__merged_into_id", "article_id"))[:1]))
