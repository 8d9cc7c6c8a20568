"""The closed word lists of pledging: verbs that give, words that promise, refuse or demand, and things that are given."""

from __future__ import annotations

from articles.vocabulary import PledgeStatus

# Verbs that hand something to somebody whatever stands beside them.
_DIRECT_VERBS = frozenset(
    "send contribute provide deploy redeploy supply donate deliver give offer commit pledge allocate earmark fund finance lend loan gift"
    " dispatch ship grant transfer airlift disburse hand kick chip pay compensate present promise award"
    " share fly distribute drop forgive write put lease guarantee unlock sponsor subsidize subsidise underwrite inject channel"
    " reallocate rush funnel extend airdrop station resume restore unfreeze renew unblock allow permit".split()
)
# Verbs that may as well mean what somebody does at home: only an undertaking in so many words makes them a pledge.
_LIGHT = frozenset(
    "train host boost increase expand build double triple release open establish add spend invest treat equip rotate"
    " accept take admit shelter resettle pass move redirect mobilize mobilise set step make rebuild construct help relocate evacuate raise welcome".split()
)
# Verbs that hand over whatever they have for an object, as long as it is counted and somebody gets it.
TRANSFER_VERBS = frozenset(
    "send give supply deliver hand lend donate provide ship contribute dispatch gift airlift sign promise pledge volunteer offer commit fly".split()
)
GIVING_VERBS = _DIRECT_VERBS | _LIGHT
LIGHT_VERBS = _LIGHT
PERFORMATIVE_VERBS = frozenset("pledge promise donate commit offer allocate earmark approve grant gift award".split())
ANNOUNCING_VERBS = frozenset("announce unveil approve authorize authorise order sign".split())
RECEIVING_VERBS = frozenset("receive get secure obtain win borrow".split())
# Verbs whose subject is what is given: "aid from Norway has arrived".
ARRIVAL_VERBS = frozenset("arrive reach land join remain stay".split())
CARRYING_VERBS = frozenset("carry bring transport load fill haul".split())
STAYING_VERBS = frozenset({"remain", "stay"})
# Nouns by which something stops: "announces the suspension of aid".
WITHHOLDING_NOUNS = frozenset("suspension halt freeze end cancellation termination pause cut stop reduction".split())
# Nouns that hold a pledge without a verb: "Norway's gift of two hospitals".
NOMINAL_PLEDGES = {
    "loan": PledgeStatus.ANNOUNCED, "gift": PledgeStatus.ANNOUNCED, "donation": PledgeStatus.ANNOUNCED, "grant": PledgeStatus.ANNOUNCED,
    "contribution": PledgeStatus.ANNOUNCED, "pledge": PledgeStatus.ANNOUNCED, "commitment": PledgeStatus.ANNOUNCED,
    "promise": PledgeStatus.ANNOUNCED, "offer": PledgeStatus.OFFERED,
}  # fmt: skip
STOPPING_VERBS = frozenset(
    "suspend halt stop cut freeze withhold pause end cancel terminate discontinue cease block slash withdraw delay postpone halve curtail trim veto scrap shelve axe rescind pull hold".split()
)
# What gives by law: "a law that gives".
LEGAL_ACTS = frozenset("bill law act decree resolution deal agreement plan package measure pact".split())
DENYING_VERBS = frozenset({"deny"})
# With a noun for the act these refuse it: "ruled out any transfer of weapons".
DECLINING_VERBS = frozenset({"rule", "reject", "oppose", "exclude"})
PERMISSION_WORDS = frozenset("permission deny allow permit let authorize authorise grant agree give approve".split())
PARTICLES = {
    "kick": ("in",), "chip": ("in",), "hand": ("over", "to"), "pass": ("on", "along"), "set": ("up", "aside"), "step": ("up",), "write": ("off",), "hold": ("back", "up"), "put": ("up", "forward"),
}  # fmt: skip
# "Supply Ukraine with 20 tanks": the object receives, the thing follows "with".
WITH_OBJECT_VERBS = frozenset("provide supply equip present furnish help assist".split())

GOVERNING_STATUS = {
    "commit": PledgeStatus.ANNOUNCED, "pledge": PledgeStatus.ANNOUNCED, "promise": PledgeStatus.ANNOUNCED, "vow": PledgeStatus.ANNOUNCED,
    "agree": PledgeStatus.ANNOUNCED, "decide": PledgeStatus.ANNOUNCED, "undertake": PledgeStatus.ANNOUNCED, "announce": PledgeStatus.ANNOUNCED,
    "approve": PledgeStatus.ANNOUNCED, "commitment": PledgeStatus.ANNOUNCED, "decision": PledgeStatus.ANNOUNCED, "vote": PledgeStatus.ANNOUNCED,
    "agreement": PledgeStatus.ANNOUNCED, "deal": PledgeStatus.ANNOUNCED, "pact": PledgeStatus.ANNOUNCED, "memorandum": PledgeStatus.ANNOUNCED,
    "order": PledgeStatus.ANNOUNCED, "authorize": PledgeStatus.ANNOUNCED, "authorise": PledgeStatus.ANNOUNCED, "sign": PledgeStatus.ANNOUNCED,
    "continue": PledgeStatus.ANNOUNCED, "volunteer": PledgeStatus.OFFERED,
    "offer": PledgeStatus.OFFERED, "ready": PledgeStatus.OFFERED, "readiness": PledgeStatus.OFFERED, "willing": PledgeStatus.OFFERED,
    "willingness": PledgeStatus.OFFERED, "able": PledgeStatus.OFFERED, "prepared": PledgeStatus.OFFERED, "open": PledgeStatus.OFFERED,
    "plan": PledgeStatus.PLANNED, "look": PledgeStatus.PLANNED, "prepare": PledgeStatus.PLANNED, "intend": PledgeStatus.PLANNED,
    "aim": PledgeStatus.PLANNED, "set": PledgeStatus.PLANNED, "intention": PledgeStatus.PLANNED, "expect": PledgeStatus.PLANNED,
    "consider": PledgeStatus.PLANNED, "propose": PledgeStatus.PLANNED, "proposal": PledgeStatus.PLANNED, "seek": PledgeStatus.PLANNED,
    "weigh": PledgeStatus.PLANNED, "think": PledgeStatus.PLANNED, "mull": PledgeStatus.PLANNED, "discuss": PledgeStatus.PLANNED, "due": PledgeStatus.PLANNED,
    "likely": PledgeStatus.PLANNED, "schedule": PledgeStatus.PLANNED, "bill": PledgeStatus.PLANNED, "preparation": PledgeStatus.PLANNED,
    "go": PledgeStatus.ANNOUNCED, "keep": PledgeStatus.ANNOUNCED, "begin": PledgeStatus.DELIVERED, "start": PledgeStatus.DELIVERED, "finish": PledgeStatus.DELIVERED,
    "refuse": PledgeStatus.REFUSED, "decline": PledgeStatus.REFUSED, "reject": PledgeStatus.REFUSED, "rule": PledgeStatus.REFUSED,
    "oppose": PledgeStatus.REFUSED, "refusal": PledgeStatus.REFUSED, "stop": PledgeStatus.REFUSED, "cease": PledgeStatus.REFUSED,
    "accept": PledgeStatus.ANNOUNCED, "grant": PledgeStatus.ANNOUNCED, "turn": PledgeStatus.REFUSED, "preclude": PledgeStatus.REFUSED,
    "unwilling": PledgeStatus.REFUSED, "reluctant": PledgeStatus.REFUSED, "unable": PledgeStatus.REFUSED, "poised": PledgeStatus.PLANNED,
    "balk": PledgeStatus.REFUSED, "baulk": PledgeStatus.REFUSED, "abandon": PledgeStatus.REFUSED, "scrap": PledgeStatus.REFUSED,
    "shelve": PledgeStatus.REFUSED, "block": PledgeStatus.REFUSED, "veto": PledgeStatus.REFUSED, "study": PledgeStatus.PLANNED,
    "examine": PledgeStatus.PLANNED, "explore": PledgeStatus.PLANNED, "debate": PledgeStatus.PLANNED, "contemplate": PledgeStatus.PLANNED,
    "opt": PledgeStatus.ANNOUNCED, "choose": PledgeStatus.ANNOUNCED, "guarantee": PledgeStatus.ANNOUNCED,
    "against": PledgeStatus.REFUSED, "dismiss": PledgeStatus.REFUSED, "exclude": PledgeStatus.REFUSED,
}  # fmt: skip
# These promise or refuse only with their particle: "rule out", "turn down".
GOVERNING_PARTICLES = {"rule": "out", "turn": "down"}
# These answer a request and say nothing else: "accepts a request to send".
ANSWERING_VERBS = frozenset({"accept", "grant", "turn"})
# "Expected to send" is a plan, "expects Berlin to send" is none of Berlin's.
GOVERNING_FORMS = {"think": "VBG", "expect": "VBN", "schedule": "VBN", "set": "VBN", "go": "VBG"}
# What others want of somebody is no undertaking.
DEMAND_WORDS = frozenset(
    "urge ask request demand call want press beg appeal require hope suggest accuse threaten warn need plead encourage pressure"
    " convince persuade force blame criticize criticise invite advise insist fail forbid ban prevent".split()
)
SPEECH_VERBS = frozenset(
    "say announce tell reveal confirm add declare state pledge promise vow unveil disclose write note report claim explain"
    " post tweet indicate stress reiterate".split()
)
FUTURE_AUXILIARIES = frozenset({"will", "would", "shall", "’ll", "'ll", "wo", "’d", "'d"})
MODAL_AUXILIARIES = frozenset({"may", "might", "could", "should", "must"})
CONDITIONALS = frozenset({"if", "unless", "provided", "once"})

PERSONNEL = frozenset(
    "troop soldier personnel military asset force marine fighter battalion brigade contingent unit regiment squad team staff trainer instructor adviser advisor"
    " peacekeeper officer police policeman medic doctor engineer expert observer monitor nurse servicemember serviceman specialist worker"
    " volunteer rescuer firefighter paramedic guard sailor airman pilot technician mission delegation crew reinforcement division company"
    " corps gendarme surgeon deminer sapper mercenary recruit operator analyst inspector dog".split()
)
ARMS = frozenset(
    "aircraft jet plane carrier helicopter drone warship frigate destroyer ship vessel submarine corvette minesweeper minehunter boat tank vehicle"
    " howitzer artillery launcher battery missile rocket shell munition ammunition round weapon weaponry arms arm rifle gun mortar"
    " interceptor radar bomb grenade bullet mine armour armor carrier tanker bomber fighter gunship satellite equipment gear hardware kit"
    " helmet vest squadron flotilla explosive detector turret uav patriot system cartridge tractor".split()
)
RELIEF_GOODS = frozenset(
    "training cargo truck lorry generator tent shelter food wheat grain rice flour medicine drug vaccine dose blanket aid supply relief hospital"
    " clinic school ambulance bus base bridge water fuel oil gas petrol diesel coal electricity power barrel tonne ton parcel ration meal"
    " kit mattress pump transformer turbine bed stretcher bandage mask ventilator respirator test reactor oxygen plasma blood medication"
    " warehouse container home house housing center centre camp fertilizer fertiliser seed megawatt laptop bulldozer excavator"
    " crane terminal cable network protection escort care treatment shipment delivery facility crude lng"
    " flour sugar salt soap lamp lantern antenna starlink panel uniform boot wheelchair incubator scanner insulin antibiotic textbook locomotive"
    " wagon minibus van pickup ferry toilet tarpaulin tarp sandbag goggles airdrop hygiene sanitation wheelchair computer"
    " stove heater cow goat livestock".split()
)
FUNDS = frozenset(
    "funding fund money loan grant package tranche contribution donation credit assistance support investment compensation relief backing"
    " scholarship guarantee cash sum payment instalment installment help reparation financing instrument subsidy line facility debt disbursement bailout lifeline disbursal"
    " sharing lending salary wage program programme dollar euro pound yen euros dollars expertise intelligence resource".split()
)
# Paid at home to one's own.
EARNINGS = frozenset({"wage", "salary", "dividend"})
DISPLACED_PEOPLE = frozenset(
    "refugee deportee evacuee migrant deportee patient wounded family child orphan asylum-seeker seeker detainee national person civilian people injured sick".split()
)
# Of people only: "accept refugees", not "accept an offer".
INTAKE_ONLY_VERBS = frozenset("accept take admit welcome shelter resettle".split())
RECIPIENT_NOUNS = DISPLACED_PEOPLE | frozenset(
    "victim survivor rebel resident villager farmer militia population household community army force fighter country state"
    " neighbour neighbor ally government region hospital volunteer insurgent separatist authority mission".split()
)
INTAKE_VERBS = frozenset("accept take admit host shelter resettle evacuate treat receive welcome".split())
FACILITY_VERBS = frozenset("use deny offer grant give provide open allow bar ban forbid prohibit".split())
FACILITIES = frozenset(
    "base area airbase airfield airport airspace port facility territory runway airstrip harbour harbor".split()
)
ITEM_NOUNS = PERSONNEL | ARMS | RELIEF_GOODS | FUNDS
# These say too little on their own: they need a number, or somebody who gets them.
VAGUE_NOUNS = frozenset(
    "support assistance contribution force fighter expert officer police package money arm system ship vessel team staff mission unit company help"
    " backing protection care intelligence line facility sum guard crew power network operator people person"
    " family program programme home house center centre camp resource worker flight mine treatment bed test budget payment investment".split()
)
# Nouns for the act of giving or for an amount: what they are "of" is the thing.
CONTAINER_NOUNS = frozenset(
    "deployment shipment delivery supply provision dispatch handover secondment last first rest remainder transfer number batch consignment contingent group pair fleet convoy dozen hundred"
    " thousand million billion trillion total worth value range array series variety increase rise boost expansion addition set load"
    " squadron round tranche package percent part half quantity amount lot release allocation construction building establishment"
    " opening use use donation pledge promise commitment offer resumption line volume mix combination couple rotation export"
    " access wave sending creation training team ton tonne barrel crew plane planeload truckload container piece unit creation fund airdrop stay extension renewal prolongation continuation intake admission".split()
)
GROWTH_NOUNS = frozenset("increase rise boost expansion".split())
# Nouns for the act alone: the thing begins behind their "of".
ACT_NOUNS = frozenset(
    "deployment delivery provision dispatch handover transfer secondment sending establishment construction opening release allocation resumption use supply airdrop shipment stay extension renewal prolongation continuation intake admission expansion".split()
)
# What follows these nouns, or is done with them, is not given to anybody.
NOT_AID_NOUNS = frozenset(
    "strike attack raid offensive operation drill exercise sale purchase ban sanction reward bounty apology speech remark fine penalty tax"
    " tariff embargo evidence opportunity detail information update statement message letter visa ultimatum blow answer response"
    " deadline athlete player runner film goal seat medal ambassador envoy diplomat delegate businessman suspect prisoner hostage captive body convict"
    " criminal fugitive candidate passenger tourist fan song picture photograph book report question vote percent point advice thanks condolence"
    " warning lesson concert match game race show summit conference meeting visit spotlight"
    " name reason chance reminder law bill decree act legislation example verdict ruling talk election ballot resolution invasion assault blockade withdrawal pullout".split()
)
# Nouns whose infinitive says what is asked or meant, not what the noun itself does: "a request to send".
NON_PROMISE_NOUNS = frozenset(
    "request call option right appeal demand readiness step move effort bid law resolution motion".split()
)
