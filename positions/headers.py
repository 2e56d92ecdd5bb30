"""What answers tell browsers, beside what Django's own middleware tells them."""

from django.conf import settings

CORP = "Cross-Origin-Resource-Policy"
# Nothing here uses any of these, so nothing that finds its way into a page can.
UNUSED = [
    *("accelerometer", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope"),
    *("magnetometer", "microphone", "midi", "payment", "usb"),
]
FOR_ALL = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in UNUSED),
    # Pages bring in nothing from elsewhere, and nobody brings in what is here,
    "Cross-Origin-Embedder-Policy": "require-corp",
    CORP: "same-origin",
}


def told_to_browsers(get_response):
    """Middleware, within what keeps answers, so that these are kept with them. What a frame on
    another site needs to be drawn is of no site: the frame is in a sandbox."""

    def answer(request):
        response = get_response(request)
        if request.path_info.startswith(settings.STATIC_URL):
            for_other_sites(response)
        for name, value in FOR_ALL.items():
            response.setdefault(name, value)
        return response

    return answer


def for_other_sites(response):
    """but for frames and images that are made to stand on other sites."""
    response[CORP] = "cross-origin"
    return response
