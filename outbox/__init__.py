"""Mail on its way out: rows, written with what they tell of and sent afterwards."""
