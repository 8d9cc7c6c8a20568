"""One sentence for each verb and noun of the data files that a rule rests on."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.model


def read(find, text):
    return [(pledge.pledged_by, pledge.status.value) for pledge in find(text).pledges]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada will contribute 40 million euros to Lebanon.", [("Canada", "announced")]),
        ("Canada will provide 40 million euros to Lebanon.", [("Canada", "announced")]),
        ("Canada will donate 40 million euros to Lebanon.", [("Canada", "announced")]),
        ("Canada will give 40 million euros to Lebanon.", [("Canada", "announced")]),
        ("Canada will offer 40 million euros to Lebanon.", [("Canada", "announced")]),
        ("Canada will pledge 40 million euros to Lebanon.", [("Canada", "announced")]),
        ("Canada will allocate 40 million euros to Lebanon.", [("Canada", "announced")]),
        ("Canada will earmark 40 million euros to Lebanon.", [("Canada", "announced")]),
        ("Canada will lend 40 million euros to Lebanon.", [("Canada", "announced")]),
        ("Canada will loan 40 million euros to Lebanon.", [("Canada", "announced")]),
        ("Canada will grant 40 million euros to Lebanon.", [("Canada", "announced")]),
        ("Canada will transfer 40 million euros to Lebanon.", [("Canada", "announced")]),
        ("Canada will disburse 40 million euros to Lebanon.", [("Canada", "announced")]),
        ("Canada will pay 40 million euros to Lebanon.", [("Canada", "announced")]),
        ("Canada will award 40 million euros to Lebanon.", [("Canada", "announced")]),
        ("Canada will channel 40 million euros to Lebanon.", [("Canada", "announced")]),
        ("Canada will extend 40 million euros to Lebanon.", [("Canada", "announced")]),
        ("Canada will commit 40 million euros to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada will deploy 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada will supply 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada will deliver 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada will dispatch 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada will ship 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada will transfer 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada will airlift 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada will fly 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada will distribute 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada will lease 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada will donate 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada will gift 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada will lend 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada will rush 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada will present 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada will airdrop 40 tonnes of food to Lebanon.", [("Canada", "announced")]),
        ("Canada will hand 40 tonnes of food to Lebanon.", [("Canada", "announced")]),
        ("Canada will bring 40 tonnes of food to Lebanon.", [("Canada", "announced")]),
        ("Canada will carry 40 tonnes of food to Lebanon.", [("Canada", "announced")]),
        ("Canada will transport 40 tonnes of food to Lebanon.", [("Canada", "announced")]),
        ("Canada will ferry 40 tonnes of food to Lebanon.", [("Canada", "announced")]),
        ("Canada will station 40 soldiers in Lebanon.", [("Canada", "announced")]),
        ("Canada will build two schools in Lebanon.", [("Canada", "announced")]),
        ("Canada will open a field hospital in Lebanon.", [("Canada", "announced")]),
        ("Canada will set up two clinics in Lebanon.", [("Canada", "announced")]),
        ("Canada will repair 200 trams in Lebanon.", [("Canada", "announced")]),
        ("Canada will equip 40 clinics in Lebanon.", [("Canada", "announced")]),
        ("Canada will restore two mills in Lebanon.", [("Canada", "announced")]),
        ("Canada will chip in 40 million euros for Lebanon.", [("Canada", "announced")]),
        ("Canada will kick in 40 million euros for Lebanon.", [("Canada", "announced")]),
        ("Canada will write off 40 million euros of debt of Lebanon.", [("Canada", "announced")]),
        ("Canada will hand over 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada will pass on 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada will set aside 40 million euros for Lebanon.", [("Canada", "announced")]),
        ("Canada will put up 40 million euros for Lebanon.", [("Canada", "announced")]),
        ("Canada will step up its military aid to Lebanon.", [("Canada", "announced")]),
        ("Canada will double its aid to Lebanon.", [("Canada", "announced")]),
        ("Canada will boost its aid to Lebanon.", [("Canada", "announced")]),
        ("Canada will train 300 soldiers of Lebanon.", [("Canada", "announced")]),
        ("Canada will share intelligence with Lebanon.", [("Canada", "announced")]),
        ("Canada will host 40 children from Lebanon.", [("Canada", "announced")]),
        ("Canada will evacuate 40 patients from Lebanon.", [("Canada", "announced")]),
        ("Canada will resettle 400 refugees from Lebanon.", [("Canada", "announced")]),
        ("Canada will shelter 400 refugees from Lebanon.", [("Canada", "announced")]),
        ("Canada will admit 400 refugees from Lebanon.", [("Canada", "announced")]),
        ("Canada will equip Lebanon with 40 radars.", [("Canada", "announced")]),
        ("Canada will present Lebanon with 40 trucks.", [("Canada", "announced")]),
        ("Canada will help Lebanon with 40 engineers.", [("Canada", "announced")]),
    ],
)
def test_a_verb_of_giving_makes_a_pledge(find, text, expected):
    assert read(find, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada will chip 40 stones.", []),
        ("Canada will kick the ball.", []),
        ("Canada will write 40 letters to Lebanon.", []),
        ("Canada will set 40 records.", []),
        ("Canada will put 40 questions to Lebanon.", []),
        ("Canada will pass two laws.", []),
        ("Canada will step on 40 toes.", []),
    ],
)
def test_a_particle_is_part_of_the_verb(find, text, expected):
    assert read(find, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada suspended military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada halted military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada stopped military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada cut military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada froze military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada withheld military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada paused military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada ended military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada cancelled military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada terminated military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada discontinued military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada blocked military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada slashed military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada withdrew military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada delayed military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada postponed military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada halved military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada curtailed military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada trimmed military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada vetoed military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada scrapped military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada shelved military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada rescinded military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada held back military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada will suspend military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada plans to suspend military aid to Lebanon.", [("Canada", "refused")]),
        ("Military aid to Lebanon was suspended by Canada.", [("Canada", "refused")]),
        ("Canada announced the suspension of military aid to Lebanon.", [("Canada", "refused")]),
        ("Canada announced a freeze on aid to Lebanon.", [("Canada", "refused")]),
    ],
)
def test_a_verb_of_stopping_is_a_refusal(find, text, expected):
    assert read(find, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada suspended the talks with Lebanon.", []),
        ("Canada halted the talks with Lebanon.", []),
        ("Canada stopped the talks with Lebanon.", []),
        ("Canada cut the talks with Lebanon.", []),
        ("Canada ended the talks with Lebanon.", []),
        ("Canada cancelled the talks with Lebanon.", []),
        ("Canada delayed the talks with Lebanon.", []),
        ("Canada postponed the talks with Lebanon.", []),
        ("Canada may suspend aid to Lebanon.", []),
        ("Canada did not suspend aid to Lebanon.", []),
        ("Canada threatened to suspend aid to Lebanon.", []),
        ("Lebanon asked Canada to stop its aid.", []),
        ("Canada stopped 40 migrants.", []),
        ("Canada cut taxes.", []),
        ("Canada froze its wages.", []),
    ],
)
def test_what_stops_must_be_aid(find, text, expected):
    assert read(find, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada planned to send 40 trucks to Lebanon.", [("Canada", "planned")]),
        ("Canada prepared to send 40 trucks to Lebanon.", [("Canada", "planned")]),
        ("Canada intended to send 40 trucks to Lebanon.", [("Canada", "planned")]),
        ("Canada aimed to send 40 trucks to Lebanon.", [("Canada", "planned")]),
        ("Canada proposed to send 40 trucks to Lebanon.", [("Canada", "planned")]),
        ("Canada is set to send 40 trucks to Lebanon.", [("Canada", "planned")]),
        ("Canada is scheduled to send 40 trucks to Lebanon.", [("Canada", "planned")]),
        ("Canada is expected to send 40 trucks to Lebanon.", [("Canada", "planned")]),
        ("Canada is looking to send 40 trucks to Lebanon.", [("Canada", "planned")]),
        ("Canada is seeking to send 40 trucks to Lebanon.", [("Canada", "planned")]),
        ("Canada is preparing to send 40 trucks to Lebanon.", [("Canada", "planned")]),
        ("Canada is planning to send 40 trucks to Lebanon.", [("Canada", "planned")]),
        ("Canada is thinking of sending 40 trucks to Lebanon.", [("Canada", "planned")]),
        ("Canada is weighing sending 40 trucks to Lebanon.", [("Canada", "planned")]),
        ("Canada is mulling sending 40 trucks to Lebanon.", [("Canada", "planned")]),
        ("Canada discussed sending 40 trucks to Lebanon.", [("Canada", "planned")]),
        ("Canada is contemplating sending 40 trucks to Lebanon.", [("Canada", "planned")]),
        ("Canada is exploring sending 40 trucks to Lebanon.", [("Canada", "planned")]),
        ("Canada is studying sending 40 trucks to Lebanon.", [("Canada", "planned")]),
        ("Canada is examining sending 40 trucks to Lebanon.", [("Canada", "planned")]),
        ("Canada is debating sending 40 trucks to Lebanon.", [("Canada", "planned")]),
        ("Canada made a proposal to send 40 trucks to Lebanon.", [("Canada", "planned")]),
        ("Canada has the intention to send 40 trucks to Lebanon.", [("Canada", "planned")]),
    ],
)
def test_a_word_above_the_verb_makes_it_planned(find, text, expected):
    assert read(find, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada committed to send 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada pledged to send 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada promised to send 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada vowed to send 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada agreed to send 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada decided to send 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada undertook to send 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada approved plans and agreed to send 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada signed a deal to send 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada announced a decision to send 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada made a commitment to send 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada opted to send 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada chose to send 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada voted to send 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada continued to send 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada is going to send 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada guaranteed to send 40 trucks to Lebanon.", [("Canada", "announced")]),
    ],
)
def test_a_word_above_the_verb_makes_it_announced(find, text, expected):
    assert read(find, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada offered to send 40 trucks to Lebanon.", [("Canada", "offered")]),
        ("Canada volunteered to send 40 trucks to Lebanon.", [("Canada", "offered")]),
        ("Canada is ready to send 40 trucks to Lebanon.", [("Canada", "offered")]),
        ("Canada is willing to send 40 trucks to Lebanon.", [("Canada", "offered")]),
        ("Canada is prepared to send 40 trucks to Lebanon.", [("Canada", "offered")]),
        ("Canada is able to send 40 trucks to Lebanon.", [("Canada", "offered")]),
        ("Canada expressed readiness to send 40 trucks to Lebanon.", [("Canada", "offered")]),
        ("Canada expressed its willingness to send 40 trucks to Lebanon.", [("Canada", "offered")]),
    ],
)
def test_a_word_above_the_verb_makes_it_offered(find, text, expected):
    assert read(find, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada refused to send trucks to Lebanon.", [("Canada", "refused")]),
        ("Canada declined to send trucks to Lebanon.", [("Canada", "refused")]),
        ("Canada is unwilling to send trucks to Lebanon.", [("Canada", "refused")]),
        ("Canada is reluctant to send trucks to Lebanon.", [("Canada", "refused")]),
        ("Canada is unable to send trucks to Lebanon.", [("Canada", "refused")]),
        ("Canada decided against sending trucks to Lebanon.", [("Canada", "refused")]),
        ("Canada ruled out sending trucks to Lebanon.", [("Canada", "refused")]),
        ("Canada rejected sending trucks to Lebanon.", [("Canada", "refused")]),
        ("Canada dismissed sending trucks to Lebanon.", [("Canada", "refused")]),
        ("Canada opposed sending trucks to Lebanon.", [("Canada", "refused")]),
        ("Canada stopped sending trucks to Lebanon.", [("Canada", "refused")]),
        ("Canada abandoned plans to send trucks to Lebanon.", [("Canada", "refused")]),
    ],
)
def test_a_word_above_the_verb_makes_it_refused(find, text, expected):
    assert read(find, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Lebanon urged Canada to send 40 trucks.", []),
        ("Lebanon asked Canada to send 40 trucks.", []),
        ("Lebanon requested Canada to send 40 trucks.", []),
        ("Lebanon pressed Canada to send 40 trucks.", []),
        ("Lebanon begged Canada to send 40 trucks.", []),
        ("Lebanon wanted Canada to send 40 trucks.", []),
        ("Lebanon expected Canada to send 40 trucks.", []),
        ("Lebanon told Canada to send 40 trucks.", []),
        ("Lebanon invited Canada to send 40 trucks.", []),
        ("Lebanon advised Canada to send 40 trucks.", []),
        ("Lebanon encouraged Canada to send 40 trucks.", []),
        ("Lebanon pressured Canada to send 40 trucks.", []),
        ("Lebanon convinced Canada to send 40 trucks.", []),
        ("Lebanon persuaded Canada to send 40 trucks.", []),
        ("Lebanon forced Canada to send 40 trucks.", []),
        ("Lebanon demanded 40 trucks from Canada.", []),
        ("Lebanon requested 40 trucks from Canada.", []),
        ("Lebanon wanted 40 trucks from Canada.", []),
        ("Lebanon needed 40 trucks from Canada.", []),
    ],
)
def test_a_word_that_asks_for_it_makes_no_pledge(find, text, expected):
    assert read(find, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada will send 40 soldiers to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 doctors to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 engineers to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 medics to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 nurses to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 observers to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 police to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 sappers to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 firefighters to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 instructors to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 helicopters to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 tanks to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 howitzers to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 drones to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 radars to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 rifles to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 boats to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 launchers to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 generators to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 tents to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 ambulances to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 blankets to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 trucks to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 stretchers to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 transformers to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 ventilators to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 buses to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 tractors to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 excavators to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 goats to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 cows to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 heaters to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 laptops to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 incubators to Lebanon.", [("Canada", "announced")]),
        ("Canada will send 40 wheelchairs to Lebanon.", [("Canada", "announced")]),
        ("Canada will give Lebanon money.", [("Canada", "announced")]),
        ("Canada will give Lebanon a loan of 40 million euros.", [("Canada", "announced")]),
        ("Canada will give Lebanon food.", [("Canada", "announced")]),
        ("Canada will give Lebanon medicine.", [("Canada", "announced")]),
        ("Canada will give Lebanon wheat.", [("Canada", "announced")]),
        ("Canada will give Lebanon fuel.", [("Canada", "announced")]),
        ("Canada will give Lebanon ammunition.", [("Canada", "announced")]),
        ("Canada will give Lebanon a grant of 40 million euros.", [("Canada", "announced")]),
        ("Canada will give Lebanon two hospitals.", [("Canada", "announced")]),
        ("Canada will give Lebanon training.", [("Canada", "announced")]),
        ("Canada will give Lebanon electricity.", [("Canada", "announced")]),
        ("Canada will give Lebanon a power plant and two turbines.", [("Canada", "announced")]),
        ("Canada will give Lebanon scholarships.", [("Canada", "announced")]),
        ("Canada will give Lebanon vaccines.", [("Canada", "announced")]),
    ],
)
def test_a_noun_says_what_is_given(find, text, expected):
    assert read(find, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada will send 40 athletes to Lebanon.", []),
        ("Canada will send 40 delegates to Lebanon.", []),
        ("Canada will send 40 tourists to Lebanon.", []),
        ("Canada will send 40 suspects to Lebanon.", []),
        ("Canada will send 40 prisoners to Lebanon.", []),
        ("Canada will send 40 medals to Lebanon.", []),
        ("Canada will send 40 questions to Lebanon.", []),
        ("Canada will send 40 letters to Lebanon.", []),
        ("Canada will send 40 songs to Lebanon.", []),
        ("Canada will send 40 pictures to Lebanon.", []),
        ("Canada will send 40 books to Lebanon.", []),
        ("Canada will send 40 reports to Lebanon.", []),
        ("Canada will send 40 films to Lebanon.", []),
        ("Canada will send 40 envoys to Lebanon.", []),
        ("Canada will send 40 candidates to Lebanon.", []),
        ("Canada will send 40 convicts to Lebanon.", []),
        ("Canada will send 40 fans to Lebanon.", []),
        ("Canada will give Lebanon a warning.", []),
        ("Canada will give Lebanon an answer.", []),
        ("Canada will give Lebanon a deadline.", []),
        ("Canada will give Lebanon advice.", []),
        ("Canada will give Lebanon a lesson.", []),
        ("Canada will give Lebanon a fine.", []),
        ("Canada will give Lebanon an example.", []),
        ("Canada will give Lebanon a visa.", []),
        ("Canada will give Lebanon an ultimatum.", []),
        ("Canada will give Lebanon a statement.", []),
        ("Canada will give Lebanon thanks.", []),
    ],
)
def test_a_noun_says_that_it_is_no_aid(find, text, expected):
    assert read(find, text) == expected
