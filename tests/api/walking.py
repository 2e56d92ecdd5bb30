"""Lists of the API from their first page to the last."""


def pages(client, address, between=None):
    """Each page of a list; `between` is called after each."""
    address = f"/api/v1/{address}"
    while address:
        response = client.get(address)
        page = response.json()
        assert response.status_code == 200, page
        following = page["next"]
        link = f'<{following}>; rel="next"' if following else None
        assert response.get("Link") == link
        yield page
        address = following and following.removeprefix("http://testserver")
        if between:
            between()


def rows(client, address, between=None):
    return [row for page in pages(client, address, between) for row in page["rows"]]
