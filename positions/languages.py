"""The languages of the readers' pages: English at plain addresses, the others under a prefix.

Nothing but the address chooses: the same address gives the same bytes to everybody.
"""

from functools import cache, lru_cache, wraps

from django.conf import settings
from django.db.models import Model
from django.utils import translation


@cache
def prefixes():
    """The languages that addresses name; read late, so that the codebook needs no settings."""
    return {code for code, _ in settings.LANGUAGES} - {settings.LANGUAGE_CODE}


def by_address(get_response):
    """Middleware: everything that answers a request speaks the language of its address."""

    def answer(request):
        with translation.override(language_of(request.path_info)):
            return get_response(request)

    return answer


def language_of(path):
    first = path.split("/", 2)[1:2]
    return first[0] if first and first[0] in prefixes() else settings.LANGUAGE_CODE


def without_prefix(path):
    """The English address of a page."""
    code = language_of(path)
    return path.removeprefix(f"/{code}") or "/" if code in prefixes() else path


def in_language(path, code):
    """The address of the same page in another language."""
    return f"{prefix(code)}{without_prefix(path)}"


def prefix(code):
    return f"/{code}" if code in prefixes() else ""


def tag(code):
    """As pages name a language: the English that is meant is anybody's."""
    return code.partition("-")[0]


def page_tag():
    """The language of what is being told."""
    return tag(translation.get_language() or settings.LANGUAGE_CODE)


def is_english():
    return page_tag() == "en"


def kept_in_each_language(told):
    """Makes a function of hashable arguments keep what it tells of them, apart in each language;
    also apart for markup and for text that is spelled the same."""

    @lru_cache(maxsize=10_000, typed=True)
    def kept(language, *args):
        return told(*args)

    @wraps(told)
    def tell(*args):
        return kept(translation.get_language(), *args)

    return tell


class Words(str):
    """Words that may be in another language than the page; an empty `language`: unknown."""

    def __new__(cls, text, language):
        words = super().__new__(cls, text)
        words.language = language
        return words


def called(record, field="", language=""):
    """A field of a record, what names it unless another is wanted, as editors translated it into
    the page's language or that `language`, else as they entered it in English: Words."""
    field = field or naming(record)
    language = language or page_tag()
    words = getattr(record, f"{field}_{language}", "") if language != "en" else ""
    return Words(words, language) if words else Words(getattr(record, field), "en")


def naming(record):
    """The field that names a record, or those of a model."""
    return "proposition" if hasattr(record, "proposition") else "name"


def bare(named, field=""):
    """The text of a record's name, of several, or of words, where no language can be marked."""
    if isinstance(named, list):
        return ", ".join(bare(one, field) for one in named)
    return str(called(named, field) if isinstance(named, Model) else named)


def speaker_of(statement):
    """Who said it, as Words: an official, or an institution as printed, or the actor as a whole."""
    if statement.official_id:
        return called(statement.official)
    return Words(statement.role, "en") if statement.role else called(statement.actor)


def in_english():
    """A context in which everything is told as in files and at the desk; addresses too."""
    return translation.override(settings.LANGUAGE_CODE)
