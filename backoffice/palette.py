"""The colours of the back office, from the lightest to the darkest; those of the portal stand in its CSS."""

DEEP_TEAL = {
    "50": "#effafb",
    "100": "#d9f1f4",
    "200": "#b3e2e8",
    "300": "#82d8e1",
    "400": "#56c4d0",
    "500": "#3eb0bd",
    "600": "#0b6170",
    "700": "#084a56",
    "800": "#073f49",
    "900": "#06343d",
    "950": "#03232a",
}
