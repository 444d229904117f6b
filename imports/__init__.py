"""Spreadsheets and files on their way in: cells read strictly, previewed, then imported as a whole or not at all."""
