"""Stop words: the small words of a question, which tell nothing about its matter."""

STOP_WORDS = frozenset(
    """
    a about after all also always am an and any are around as at be because been before being best
    bit but by can cannot cant could couldnt day days did didnt do does doesnt doing done dont
    each easy else even ever every feel feels felt for from get gets getting give go goes going
    good got had has hasnt have havent having he help helps her here him his how i id if ill im in
    into is isnt it its ive just keep keeps know let like lot lots make makes many me might more
    most much must my need needs no normal not now of off ok okay on one only or other our out
    over please put really right safe she should shouldnt so some someone something still such
    take tell than that thats the their them then there theres they thing things think this time
    times to too try up us use using very want wants was way we well went were what whats when
    where which while who whos why will with without wont worth would you your youre
    actually coz gonna gotta hello hi maybe near pls plz today u ur wanna
    """.split()
)
