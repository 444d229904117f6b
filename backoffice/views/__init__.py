"""Screens: translate, make one call, translate."""
