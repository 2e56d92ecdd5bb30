"""The English verbs by which reports say that somebody said something."""

from .wordlists import any_of

# Their object is what was said: no quote marks are needed.
SAYING = {
    "say": "said saying says",
    "tell": "told telling tells",
    "add": "added adding adds",
    "write": "wrote written writing writes",
    "insist": "insisted insisting insists",
    "caution": "cautioned cautioning cautions",
    "warn": "warned warning warns",
    "argue": "argued arguing argues",
    "claim": "claimed claiming claims",
    "deny": "denied denying denies",
    "announce": "announced announcing announces",
    "state": "stated stating states",
    "declare": "declared declaring declares",
    "stress": "stressed stressing stresses",
    "emphasise": "emphasised emphasising emphasises emphasized emphasizing emphasizes emphasize",
    "reiterate": "reiterated reiterating reiterates",
    "repeat": "repeated repeating repeats",
    "note": "noted noting notes",
    "explain": "explained explaining explains",
    "reply": "replied replying replies",
    "respond": "responded responding responds",
    "answer": "answered answering answers",
    "retort": "retorted retorting retorts",
    "counter": "countered countering counters",
    "acknowledge": "acknowledged acknowledging acknowledges",
    "admit": "admitted admitting admits",
    "concede": "conceded conceding concedes",
    "confirm": "confirmed confirming confirms",
    "assert": "asserted asserting asserts",
    "maintain": "maintained maintaining maintains",
    "contend": "contended contending contends",
    "suggest": "suggested suggesting suggests",
    "propose": "proposed proposing proposes",
    "demand": "demanded demanding demands",
    "urge": "urged urging urges",
    "vow": "vowed vowing vows",
    "pledge": "pledged pledging pledges",
    "promise": "promised promising promises",
    "complain": "complained complaining complains",
    "recall": "recalled recalling recalls",
    "remark": "remarked remarking remarks",
    "observe": "observed observing observes",
    "comment": "commented commenting comments",
    "conclude": "concluded concluding concludes",
    "continue": "continued continuing continues",
    "clarify": "clarified clarifying clarifies",
    "tweet": "tweeted tweeting tweets",
    "post": "posted posting posts",
    "accuse": "accused accusing accuses",
    "report": "reported reporting reports",
    "predict": "predicted predicting predicts",
    "point": "pointed pointing points",  # out
    "rule": "ruled ruling rules",  # out
    "call": "called calling calls",  # on, for; with quote marks anything
    "ask": "asked asking asks",
    "quip": "quipped quipping quips",
    "joke": "joked joking jokes",
    "shout": "shouted shouting shouts",
    "hint": "hinted hinting hints",
    "indicate": "indicated indicating indicates",
    "reveal": "revealed revealing reveals",
    "disclose": "disclosed disclosing discloses",
    "underline": "underlined underlining underlines",
    "underscore": "underscored underscoring underscores",
    "affirm": "affirmed affirming affirms",
    "reaffirm": "reaffirmed reaffirming reaffirms",
    "restate": "restated restating restates",
    "threaten": "threatened threatening threatens",
    "allege": "alleged alleging alleges",
    "lament": "lamented lamenting laments",
    "exclaim": "exclaimed exclaiming exclaims",
    "dispute": "disputed disputing disputes",
    "inform": "informed informing informs",
    "advise": "advised advising advises",
    "assure": "assured assuring assures",
    "shoot": "shot",  # back
    "hit": "hit",  # back, out
    "fire": "fired",  # back
    "make": "made making makes",  # clear
    "let": "let letting lets",  # it be known, slip
    "estimate": "estimated estimating estimates",
    "speculate": "speculated speculating speculates",
    "swear": "swore sworn swearing swears",
    "testify": "testified testifying testifies",
    "rebut": "rebutted rebutting rebuts",
    "rejoin": "rejoined",
    "protest": "protested protesting protests",
    "object": "objected objecting objects",
    "volunteer": "volunteered",
    "relate": "related relates",
    "recount": "recounted recounting recounts",
    "reason": "reasoned reasoning reasons",
    "boast": "boasted boasting boasts",
    "opine": "opined opines",
    "muse": "mused musing muses",
    "grumble": "grumbled grumbling grumbles",
    "fume": "fumed fuming fumes",
    "sigh": "sighed sighing sighs",
    "scoff": "scoffed scoffing scoffs",
    "intone": "intoned",
    "proclaim": "proclaimed proclaiming proclaims",
    "specify": "specified specifying specifies",
    "elaborate": "elaborated elaborating elaborates",
    "confide": "confided confiding confides",
    "counsel": "counselled counseled",
    "interject": "interjected",
    "contest": "contested contests",
    "profess": "professed professes",
    "attest": "attested attests",
    "recommend": "recommended recommending recommends",
    "highlight": "highlighted highlighting highlights",
    "echo": "echoed echoing echoes",
    "implore": "implored imploring implores",
    "plead": "pleaded pleading pleads pled",
    "beg": "begged begging begs",
}
# They tell of an act as often as of words: only with words in quote marks.
WITH_QUOTES = {
    "ask": "",
    "observe": "",
    "post": "",
    "continue": "",
    "comment": "",
    "shout": "",
    "describe": "described describing describes",
    "dismiss": "dismissed dismissing dismisses",
    "reject": "rejected rejecting rejects",
    "denounce": "denounced denouncing denounces",
    "condemn": "condemned condemning condemns",
    "brand": "branded branding brands",
    "label": "labelled labelling labels labeled labeling",
    "hail": "hailed hailing hails",
    "praise": "praised praising praises",
    "welcome": "welcomed welcoming welcomes",
    "criticise": "criticised criticising criticises criticized criticizing criticizes criticize",
    "liken": "likened likening likens",
    "compare": "compared comparing compares",
    "speak": "spoke speaking speaks",
    "refer": "referred referring refers",
    "express": "expressed expressing expresses",
    "appeal": "appealed appealing appeals",
    "offer": "offered offering offers",
    "agree": "agreed agreeing agrees",
    "refuse": "refused refusing refuses",
    "signal": "signalled signalling signals signaled signaling",
    "begin": "began beginning begins",
    "read": "reads",
    "go": "went",
    "mock": "mocked mocking mocks",
    "deride": "derided deriding derides",
    "characterise": "characterised characterising characterized characterizing",
    "conclude": "",
    "joke": "",
    "set": "set",
    "believe": "believed believing believes",
    "think": "thought thinking thinks",
    "hope": "hoped hoping hopes",
    "fear": "feared fearing fears",
    "remember": "remembered remembering remembers",
    "put": "put puts",
    "term": "termed terming terms",
    "deem": "deemed deeming deems",
    "decry": "decried decrying decries",
    "deplore": "deplored deploring deplores",
    "slam": "slammed slamming slams",
    "blast": "blasted blasting blasts",
    "lambast": "lambasted lambasting lambasts lambaste",
    "ridicule": "ridiculed ridiculing ridicules",
    "rebuke": "rebuked rebuking rebukes",
    "attack": "attacked attacking attacks",
    "blame": "blamed blaming blames",
    "applaud": "applauded applauding applauds",
    "thank": "thanked thanking thanks",
    "voice": "voiced voicing voices",
    "paint": "painted painting paints",
    "portray": "portrayed portraying portrays",
    "depict": "depicted depicting depicts",
    "regard": "regarded regarding regards",
    "view": "viewed viewing views",
    "sum": "summed",  # up
    "rail": "railed",
    "commend": "commended commending commends",
    "defend": "defended defending defends",
    "play": "played playing plays",  # down
    "wave": "waved waving",  # away, off
    "brush": "brushed brushing",  # off, aside
    "summarise": "summarised summarises summarized summarizes summarizing summarising",
    "tout": "touted touting touts",
    "cite": "cited citing cites",
    "invoke": "invoked invoking invokes",
    "protest": "",
    "echo": "",
    "elaborate": "",
    "object": "",
    "contest": "",
    "relate": "",
    "proclaim": "",
    "estimate": "",
    "testify": "",
    "hit": "",
    "fire": "",
    "boast": "",
    "recount": "",
    "volunteer": "",
    "beg": "",
    "plead": "",
    "reason": "",
    "highlight": "",
    "sigh": "",
    "dispute": "",
}
# They may stand before their subject: "...," said X.
INVERTED = any_of(
    "say add write insist caution warn argue claim declare stress note explain reply respond "
    "retort counter acknowledge admit concede assert observe remark comment conclude continue ask "
    "joke quip shout recall tweet post complain announce state emphasise confirm predict"
)
# With these, only together with one of the words after them.
PARTICLES = {
    "point": ("out",),
    "rule": ("out",),
    "call": ("on", "for", "upon"),
    "put": ("it",),
    "shoot": ("back",),
    "hit": ("back", "out"),
    "fire": ("back",),
    "sum": ("up", "it up"),
    "play": ("down",),
    "wave": ("away", "off", "aside"),
    "brush": ("off", "aside", "away"),
    "make": ("clear", "plain", "it clear", "it plain", "known", "it known"),
    "let": ("it be known", "be known", "slip", "it slip"),
}
# "Went on to say", "was quick to add": before a verb they leave it a verb of saying.
LEADING_TO = (
    ("went", "on", "to"),
    ("goes", "on", "to"),
    ("was", "quick", "to"),
    ("were", "quick", "to"),
    ("was", "at", "pains", "to"),
    ("took", "care", "to"),
    ("hastened", "to"),
    ("chose", "to"),
)
# They tell of a thing as often as of somebody.
OF_THINGS = any_of("read go begin set play")
# A verb of any manner between the words and who spoke them: “…,” fumed the minister.
MANNER = "manner"
FORMS = {
    form: lemma
    for lemma, forms in (WITH_QUOTES | SAYING).items()
    for form in (lemma, *forms.split())
}
NOT_BASE = any_of("set put read let hit")


def lemma_of(word):
    return FORMS.get(word)


def needs_quotes(lemma):
    return lemma in WITH_QUOTES or lemma == MANNER


def form_of(word):
    """ "base", "present", "past" or "ing"."""
    lemma = FORMS[word]
    if word.endswith("ing") and word != lemma:
        return "ing"
    if word == lemma and word not in NOT_BASE:
        return "base"
    return "present" if word.endswith("s") and word != lemma else "past"
