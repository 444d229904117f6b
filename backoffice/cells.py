"""Amounts, days and times in lists that Python makes: said as the product's templates say them."""

from kernel.templatetags.formats import clock as moment
from kernel.templatetags.formats import day, money
from kernel.wording import days, month, written

__all__ = ["day", "days", "moment", "money", "month", "written"]
