"""What the database says when it refuses a change, told to editors."""

from django.apps import apps

UNIQUE_VIOLATION = "23505"
FOREIGN_KEY_VIOLATION = "23503"
DEADLOCK, NO_SERIAL_ORDER, WAITED_TOO_LONG = "40P01", "40001", "55P03"
MET_ANOTHER = {DEADLOCK, NO_SERIAL_ORDER, WAITED_TOO_LONG}
MEANWHILE = (
    "Somebody else has changed a record that belongs to this one in the meantime. Nothing was "
    "saved; look at it again before you do."
)


AT_ONCE = (
    "Somebody else was saving a record that belongs together with this one at the same moment. "
    "Nothing was saved; save again."
)


def met_another(error):
    """Whether PostgreSQL ended this OperationalError's transaction so that another could end."""
    return getattr(error.__cause__, "sqlstate", None) in MET_ANOTHER


def reason(error):
    """Why PostgreSQL raised this IntegrityError: the words of the rule that was broken.

    Rules on the models have names; unique fields have none and are found by table and column. A
    broken reference means that the record was deleted, or came to be used, meanwhile.
    """
    refused = error.__cause__
    if refused is None or not hasattr(refused, "diag"):
        return MEANWHILE
    for model in apps.get_models():
        for rule in model._meta.constraints:
            if rule.name == refused.diag.constraint_name:
                return rule.get_violation_error_message()
        for rule in getattr(model._meta, "triggers", []):
            if rule.name == refused.diag.constraint_name:
                return refused.diag.message_primary
        if refused.sqlstate == UNIQUE_VIOLATION and model._meta.db_table == refused.diag.table_name:
            return taken_meanwhile(model, refused.diag.message_detail or "")
    if refused.sqlstate == FOREIGN_KEY_VIOLATION:
        return MEANWHILE
    return f"The database refuses this: {refused.diag.message_primary}."


def taken_meanwhile(model, detail):
    """`detail` is PostgreSQL's "Key (slug)=(2022-12-02-russia-peskov-1) already exists."."""
    names = [
        field.verbose_name
        for field in model._meta.fields
        if detail.startswith(f"Key ({field.column})=")
    ]
    same = " and ".join(names) or "values"
    return (
        f"Another {model._meta.verbose_name} with the same {same} was saved in the meantime, and "
        "this one was not. Look at it, then save again if yours is needed too."
    )
