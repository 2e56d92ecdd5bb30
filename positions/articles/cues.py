"""The English words by which reports tell who speaks, beside the verbs."""

from .wordlists import any_of

# Words before a verb that leave it the same statement; and those that make it history or none.
ADVERBS = any_of(
    "also later then earlier previously again repeatedly now still since often once always "
    "long recently first however meanwhile separately only even just publicly privately "
    "instead too subsequently further simply merely briefly already consistently"
)
HAVE = any_of("has have had having 've 'd")
BE = any_of("is was were be been being are")
MODALS = any_of(
    "to will would could can may might must should shall did didn't don't doesn't does do not "
    "never won't wouldn't couldn't can't cannot didn’t don’t doesn’t won’t wouldn’t couldn’t "
    "can’t without nor neither nobody"
)
HISTORY = any_of("long previously repeatedly always often consistently once")
NOUNS = any_of(
    "statement remark remarks comment comments warning claim assertion assurance announcement "
    "declaration suggestion reply response words message pledge promise call vow demand"
)
# Before quote marks: a name, a title or somebody's irony, no words of the speaker.
NAMING = any_of(
    "nicknamed nickname guerre alias pseudonym dubbed entitled titled named called known "
    "so-called socalled labelled codenamed film play novel book memoir song motion decree paper "
    "series headlined title headline heading motto call calls bearing slogan "
    "marked self-styled self-proclaimed"
)
PRONOUNS = {"he": "m", "she": "f", "they": "", "it": "it", "who": "who"}

INSTITUTIONS = any_of(
    "ministry government office palace army navy military parliament secretariat embassy "
    "presidency council commission union administration cabinet chancellery chancery "
    "department headquarters bureau authority authorities delegation mission party side sides "
    "leadership court senate congress command staff committee document statement report "
    "communique communiqué foreignministry premiership residence board guild federation "
    "society club forum institute foundation association front corps institution initiative "
    "governments ministries parties armies league assembly alliance organisation organization "
    "bloc movement consulate directorate treasury chamber coalition junta service regulator "
    "watchdog agency police force forces guard ombudsman exchequer inspectorate group panel "
    "tribunal readout wing arm branch"
)
# A document speaks for whoever the sentence before was about.
DOCUMENTS = any_of("document statement report communique communiqué letter text note memo readout")
# What a state is called: "the duchy", "the Emirate of Qasrayn".
STATES = any_of(
    "duchy republic kingdom emirate sultanate principality federation confederation union empire "
    "commonwealth island islands country nation state government"
)
SPOKESPEOPLE = any_of("spokesman spokeswoman spokesperson spokespeople")
ROLES = SPOKESPEOPLE | any_of(
    "president consul minister premier chancellor secretary ambassador envoy mediator negotiator "
    "chief official leader head chair chairman chairwoman chairperson speaker commissioner "
    "governor mayor general commander admiral colonel adviser advisor aide diplomat deputy "
    "lawmaker senator mp king queen prince emperor emir sultan pope director representative "
    "delegate member officer source person politician vice-president president-elect "
    "minister-president commissioner-general secretary-general under-secretary counsellor "
    "coordinator boss superintendent judge prosecutor monarch broker facilitator founder "
    "attorney treasurer rapporteur quartermaster marshal brigadier major captain bishop legate "
    "plenipotentiary arbiter arbitrator counterpart expert analyst captain"
)
PLURAL_ROLES = any_of(
    "officials diplomats sources people aides ministers advisers advisors lawmakers "
    "spokespeople negotiators mediators delegates envoys representatives leaders commanders "
    "officers persons ambassadors members observers monitors inspectors "
    "scientists campaigners"
)
ANONYMOUS = any_of("official source person diplomat aide officer")
# Somebody without name or office: counts where quote marks prove that words were said.
INDEFINITE = any_of("a an one another some two three four several many other most")
TITLES = any_of(
    "mr mrs ms miss dr prof professor sir dame lord lady sen senator rep representative gov "
    "governor gen general lt col colonel maj major capt captain adm admiral hon amb judge "
    "king queen prince princess baroness baron count sheikh ayatollah pope cardinal "
    "archbishop father rev monseñor monsignor historian economist "
    "analyst author novelist lawyer activist journalist professor academic campaigner farmer "
    "researcher commander bishop brother sister don doña señor señora "
    "monsieur madame signor herr frau imam rabbi deacon "
    "president chancellor premier minister secretary ambassador envoy "
    "spokesman spokeswoman spokesperson commissioner speaker mayor chairman chairwoman chair "
    "leader negotiator mediator adviser chief prime foreign defence defense deputy interior "
    "vice first emperor"
)
MALE = any_of("mr sir lord king prince spokesman chairman father baron emperor")
FEMALE = any_of("mrs ms miss dame lady queen princess spokeswoman chairwoman baroness")
PREPOSITIONS = any_of(
    "published seen carried issued released obtained of for to at in from with near on close "
    "based posted stationed serving working attending advising accompanying travelling present "
    "familiar among within inside under behind by over briefed involved representing speaking "
    "about"
)
# They begin another clause, or end the one before.
BREAKS = any_of(
    "and but that while whereas as because if when after before although though since so or "
    "than whether until unless where which who whose whom saying adding what how why"
)
# How they begin, words inside commas only tell more about the name before them.
ASIDES = any_of(
    "who whose whom which a an the his her its their one speaking addressing responding "
    "referring writing answering asked in on at during after before when while also and "
    "himself herself head chief leader former then now aged accompanied known citing quoting "
    "commenting restating told visiting standing flanked"
)
NAME_PARTICLES = any_of("de da di do dos del della van von der den ter ten al el bin ibn la le y")
# Too frequent to name an actor by the first word of its name.
COMMON_FIRSTS = any_of(
    "united new north south east west northern southern eastern western upper lower central "
    "great greater isle isles islands republic kingdom union league council state states "
    "federal holy international european african american asian arab world joint port saint "
    "st democratic people's organization organisation grand free national group alliance"
)
BODIES = any_of(
    "council union league association federation institute centre center society court alliance "
    "congress chamber commission organisation organization guild club board forum front movement "
    "pact compact conference confederation bloc agency bureau treaty accord authority committee "
    "party initiative community assembly guard army secretariat bank"
)
# A title that is part of the name.
PEERS = any_of("lord lady baroness king queen pope prince princess emperor archbishop")
