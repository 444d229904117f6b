"""Floors as they are drawn, and the inventory as a workbook: drafts, versions, formats. Nobody below needs it."""
