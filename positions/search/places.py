"""Names of places, seats of power and states in their several spellings, and words that are written
as one or as two. Pure."""

# By the names that reports give them, a line each: cities, regions and seats.
PLACES = """
Kyiv / Kiev / Київ / Киев
Kharkiv / Kharkov / Харків / Харьков
Odesa / Odessa / Одеса / Одесса
Lviv / Lvov / Львів / Львов
Dnipro / Dnepr / Дніпро / Днепр
Chernihiv / Chernigov / Чернігів / Чернигов
Mykolaiv / Nikolaev / Nikolayev / Миколаїв / Николаев
Luhansk / Lugansk / Луганськ / Луганск
Donbas / Donbass / Донбас / Донбасс
Donetsk / Донецьк / Донецк
Kherson / Cherson / Херсон
Zaporizhzhia / Zaporizhia / Zaporizhzhya / Zaporozhye / Zaporozhe / Запоріжжя / Запорожье
Chornobyl / Chernobyl / Чорнобиль / Чернобыль
Crimea / Krym / Крим / Крым
Sevastopol / Севастополь
Mariupol / Маріуполь / Мариуполь
Bakhmut / Artemivsk / Artyomovsk / Бахмут / Артемовск
Sumy / Суми / Сумы
Poltava / Полтава
Rivne / Rovno / Рівне / Ровно
Ternopil / Ternopol / Тернопіль / Тернополь
Vinnytsia / Vinnitsa / Вінниця / Винница
Zhytomyr / Zhitomir / Житомир
Chernivtsi / Chernovtsy / Чернівці / Черновцы
Cherkasy / Cherkassy / Черкаси / Черкассы
Kryvyi Rih / Krivoy Rog / Кривий Ріг / Кривой Рог
Avdiivka / Avdeyevka / Avdeevka / Авдіївка / Авдеевка
Pokrovsk / Krasnoarmiisk / Krasnoarmeysk / Покровськ / Покровск / Красноармейск
Sloviansk / Slovyansk / Slavyansk / Слов'янськ / Славянск
Kramatorsk / Краматорськ / Краматорск
Sievierodonetsk / Severodonetsk / Сєвєродонецьк / Северодонецк
Lysychansk / Lisichansk / Лисичанськ / Лисичанск
Izium / Izyum / Ізюм / Изюм
Enerhodar / Energodar / Енергодар / Энергодар
Melitopol / Мелітополь / Мелитополь
Berdiansk / Berdyansk / Бердянськ / Бердянск
Bucha / Буча
Kursk / Курськ / Курск
Belgorod / Bilhorod / Бєлгород / Белгород
Transnistria / Pridnestrovie / Придністров'я / Приднестровье
Moscow / Moskva / Москва
Kremlin / Кремль
Washington / Вашингтон
White House / Белый дом / Білий дім
Istanbul / Стамбул / İstanbul
Ankara / Анкара
Minsk / Минск / Мінськ
Beijing / Peking / Пекин / Пекін / 北京
Brussels / Bruxelles / Брюссель
Paris / Париж
London / Лондон
Berlin / Берлин / Берлін
Rome / Roma / Рим
Warsaw / Warszawa / Варшава
Budapest / Будапешт
Vienna / Wien / Вена / Відень
Bern / Berne / Берн
Geneva / Genève / Genf / Женева
Ottawa / Оттава
Riyadh / Эр-Рияд / Ер-Ріяд
Jeddah / Jidda / Джидда
Abu Dhabi / Абу-Даби / Абу-Дабі
Doha / Доха
"""
# States, whose other names are on record with them as actors.
STATES = """
Russia / Россия / Росія / РФ
Ukraine / Україна / Украина
United States / US / U.S. / USA / США
United Kingdom / UK / Великобритания / Велика Британія
Turkey / Türkiye / Турция / Туреччина
China / Китай / 中国
France / Франция / Франція
Germany / Deutschland / Германия / Німеччина
Belarus / Беларусь / Белоруссия / Білорусь
Poland / Polska / Польша / Польща
Hungary / Венгрия / Угорщина
European Union / EU / Евросоюз / ЕС / Євросоюз / ЄС
NATO / НАТО
United Nations / UN / ООН
"""
# The two parts of words that are also written with a hyphen or as two.
COMPOUNDS = ["cease fire", "peace keep", "peace maker", "peace making"]


def lines(listed):
    return [line.split(" / ") for line in listed.strip().splitlines()]
