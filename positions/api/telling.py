"""The OpenAPI document for people: what the page about the API prints of it. Pure."""


def endpoints(document):
    """A dict for each path; `answers` are (status, what it says, name of its schema or None)."""
    return [
        {
            "name": told["get"]["operationId"],
            "path": path,
            "summary": told["get"]["summary"],
            "description": told["get"].get("description", ""),
            "parameters": [parameter(one) for one in told["get"]["parameters"]],
            "answers": [
                (status, response["description"], schema_of(response))
                for status, response in told["get"]["responses"].items()
            ],
        }
        for path, told in document["paths"].items()
    ]


def parameter(told):
    kind = told["schema"]
    if "maximum" in kind:
        bounds = f"{kind['minimum']} to {kind['maximum']}"
    else:
        bounds = f"up to {kind['maxLength']} characters" if "maxLength" in kind else ""
    return {
        "name": told["name"],
        "place": told["in"],
        "type": type_of(kind),
        "values": kind.get("items", kind).get("enum", []),
        "bounds": bounds,
        "description": told.get("description", ""),
    }


def schema_of(response):
    content = response.get("content")
    return content and name_of(content["application/json"]["schema"])


def name_of(reference):
    return reference["$ref"].rpartition("/")[2]


def schemas(document):
    """A dict for each schema of an object, with its fields; by name."""
    known = document["components"]["schemas"]
    return [
        {
            "name": name,
            "description": schema.get("description", ""),
            "fields": [field(one, told, known) for one, told in schema["properties"].items()],
        }
        for name, schema in sorted(known.items())
        if schema.get("type") == "object"
    ]


def field(name, told, known):
    """`refers_to` is the name of another schema, `values` are all that there can be."""
    kinds = [kind for kind in told.get("anyOf", [told]) if kind.get("type") != "null"]
    kind = kinds[0]
    within = kind.get("items", kind)
    within = within["allOf"][0] if "allOf" in within else within
    words = {
        "name": name,
        "optional": len(kinds) < len(told.get("anyOf", [told])),
        "description": told.get("description", ""),
        "refers_to": "",
        "values": within.get("enum", []),
    }
    if "$ref" in within:
        other = known[name_of(within)]
        if other.get("type") == "object":
            words["refers_to"] = name_of(within)
        else:
            words["values"], within = other["enum"], other
            words["description"] = words["description"] or other.get("description", "")
    is_list = kind.get("type") == "array"
    if len(kinds) > 1:
        words["type"] = " or ".join(type_of(one) for one in kinds)
    else:
        words["type"] = f"list of {type_of(within)}s" if is_list else type_of(within)
    return words


def type_of(kind):
    if kind.get("type") == "array":
        return f"list of {type_of(kind['items'])}s"
    if kind.get("format") == "date":
        return "date"
    if "enum" in kind and "type" not in kind:
        return "integer" if isinstance(kind["enum"][0], int) else "string"
    return kind.get("type", "object")
