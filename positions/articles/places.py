"""What reports call the states of the world: capitals and seats of power, and their people.

An actor's other names on record come first; this helps where they are silent. A word in -n, -ese
or -ish that begins like the state's name needs no entry.
"""

# The state | its other names, capitals and seats | its people.
STATES = """
United States|US,U.S.,USA,America,Washington,White House,Pentagon,State Department|American
United Kingdom|UK,U.K.,Britain,Great Britain,London,Downing Street,Whitehall|British,Briton,Britons
Russia|Russian Federation,Moscow,Kremlin|Russian
Ukraine|Kyiv,Kiev,Bankova|Ukrainian
China|Beijing,Zhongnanhai,People's Republic of China|Chinese
France|Paris,Elysee,Elysée,Élysée,Quai d'Orsay|French
Germany|Berlin,Bundestag|German
Italy|Rome|Italian
Spain|Madrid|Spanish
Portugal|Lisbon|Portuguese
Netherlands|The Hague,Holland|Dutch
Belgium|Brussels|Belgian
Switzerland|Bern,Berne|Swiss
Austria|Vienna|Austrian
Poland|Warsaw|Polish,Pole,Poles
Hungary|Budapest|Hungarian
Czech Republic|Czechia,Prague|Czech
Slovakia|Bratislava|Slovak
Romania|Bucharest|Romanian
Bulgaria|Sofia|Bulgarian
Greece|Athens|Greek
Turkey|Türkiye,Ankara|Turkish,Turk
Serbia|Belgrade|Serbian,Serb
Kosovo|Pristina|Kosovar
Croatia|Zagreb|Croatian
Moldova|Chisinau|Moldovan
Belarus|Minsk|Belarusian,Belarussian
Georgia|Tbilisi|Georgian
Armenia|Yerevan|Armenian
Azerbaijan|Baku|Azerbaijani,Azeri
Kazakhstan|Astana|Kazakh
Finland|Helsinki|Finnish
Sweden|Stockholm|Swedish
Norway|Oslo|Norwegian
Denmark|Copenhagen|Danish,Dane
Ireland|Dublin|Irish
Lithuania|Vilnius|Lithuanian
Latvia|Riga|Latvian
Estonia|Tallinn|Estonian
Israel|Jerusalem,Knesset|Israeli
Palestine|Palestinian Authority,Ramallah|Palestinian
Iran|Tehran|Iranian
Iraq|Baghdad|Iraqi
Syria|Damascus|Syrian
Lebanon|Beirut|Lebanese
Jordan|Amman|Jordanian
Egypt|Cairo|Egyptian
Saudi Arabia|Riyadh|Saudi
United Arab Emirates|UAE,Abu Dhabi|Emirati
Qatar|Doha|Qatari
Yemen|Sanaa|Yemeni
Afghanistan|Kabul|Afghan
Pakistan|Islamabad|Pakistani
India|New Delhi,Delhi|Indian
Japan|Tokyo|Japanese
South Korea|Seoul|South Korean
North Korea|Pyongyang|North Korean
Taiwan|Taipei|Taiwanese
Vietnam|Hanoi|Vietnamese
Indonesia|Jakarta|Indonesian
Australia|Canberra|Australian
Canada|Ottawa|Canadian
Mexico|Mexico City|Mexican
Brazil|Brasilia,Brasília,Planalto|Brazilian
Argentina|Buenos Aires|Argentine,Argentinian
Venezuela|Caracas|Venezuelan
Colombia|Bogota,Bogotá|Colombian
Cuba|Havana|Cuban
South Africa|Pretoria|South African
Nigeria|Abuja|Nigerian
Ethiopia|Addis Ababa|Ethiopian
Eritrea|Asmara|Eritrean
Sudan|Khartoum|Sudanese
Kenya|Nairobi|Kenyan
Rwanda|Kigali|Rwandan
Congo|Kinshasa,Democratic Republic of Congo|Congolese
Libya|Tripoli|Libyan
Algeria|Algiers|Algerian
Morocco|Rabat|Moroccan
Holy See|Vatican|
European Union|EU,E.U.,European Commission,European Council|
United Nations|UN,U.N.|
NATO|North Atlantic Treaty Organization,Nato|
"""


def known_as():
    """For each name in small letters, the list of all names of that state."""
    names = {}
    for line in STATES.strip().splitlines():
        state, seats, people = line.split("|")
        every = [name for name in (state, *seats.split(","), *people.split(",")) if name]
        names |= {name.lower(): every for name in (state, *seats.split(",")) if name}
    return names


KNOWN_AS = known_as()
PEOPLE_ENDINGS = ("an", "n", "ese", "ish", "i", "er", "ic", "ard")


def is_of(word, name):
    """Whether a capital word may be the people of the state: Norvalean, of Norvale."""
    stem = name[: max(4, len(name) - 2)]
    return (
        len(name) >= 4
        and word != name
        and word.startswith(stem)
        and len(word) <= len(name) + 5
        and word.removesuffix("s").endswith(PEOPLE_ENDINGS)
    )
