"""Given names of the languages of the news: they tell people from companies, and whether "he" or "she" can mean a person."""

from __future__ import annotations

import re

from articles.text import fold

_FEMALE = frozenset(
    # English, Irish, Scots
    "alana alisha allison alyssa angie anjali annabel antoinette antonella aoife ariana ashlee ava bernadette bernice beverley"
    " bonnie brianna brooke bryony caitlin candice carly carmel cassandra cassie chantelle charlene cherie claudette cleo connie cora"
    " daniella danielle darlene debbie deirdre delia delilah denisha desiree dolly edna eloise elsa emilia erika ernestine esme"
    " estelle eunice evie fay flora freya gayle geraldine gertrude ginny gisele greer gretchen gwendolyn hattie hayley henrietta"
    " hermione hilda ingeborg ione isla jaclyn jade janelle janette jayne jeanette jemima jillian jocelyn jolene josie juanita justine"
    " keira kelsey kiera kirstie krista kristin krystal latasha latoya lenore leona lila lily lindsey livia lola lottie louisa lucinda"
    " lynda lynne maeve maisie mara marcia margo marissa matilda maud maura maxine melinda mollie morag morwenna muriel nellie nettie"
    " nikki nina noreen odette paige patty primrose rebekah rena renee rhiannon roisin rosalie rosalind rosanna rosie rowena sadie"
    " selina serena shauna sheena sherry sian sonya stacey suki susannah susie suzie sybil tabitha tamsin tasha tess thea thelma"
    " tonya trudy verity vicki vicky wilma winifred zara zelda"
    " abigail alice alison amanda amber amelia amy andrea angela anita ann anna anne annie april audrey barbara beatrice becky bella beth"
    " betsy betty beverly brenda bridget carol caroline carolyn carrie catherine cathy charlotte cheryl chloe christina christine cindy"
    " claire clara colleen cynthia daisy dana deborah debra denise diana diane donna doreen doris dorothy edith eileen elaine eleanor"
    " elizabeth ella ellen elsie emily emma erica erin ethel eva eve evelyn faith fiona frances gail gillian gina gladys glenda gloria"
    " grace gwen hannah harriet hazel heather heidi helen hilary hillary holly imogen irene isabel isabella jacinda jackie jacqueline jan"
    " jane janet janice jasmine jean jeanne jenna jennifer jenny jessica jill joan joanna joanne jodie josephine joyce judith judy julia"
    " julie june kamala karen kate katharine katherine kathleen kathryn kathy katie kayla kelly kerry kimberly kirsten kirsty kristen"
    " laura lauren leah lesley leslie lillian linda lisa liz lois lorraine louise lucy lydia lynn mabel madeleine maggie mandy"
    " margaret maria marie marilyn marina marjorie marsha martha mary maureen megan melanie melissa mercedes meredith michelle mildred"
    " miranda miriam moira molly monica nadine nancy naomi natalie nicola nicole nora norma olive olivia pamela patricia paula pauline"
    " peggy penelope penny phoebe phyllis priscilla rachel rebecca rhonda rita roberta robyn rosa rose rosemary roxanne ruby ruth sabrina"
    " sally samantha sandra sara sarah sharon sheila shelley shirley sinead siobhan sophia sophie stella stephanie susan susanna suzanne"
    " sylvia tammy tara teresa tessa theresa tina tracy ursula valerie vanessa vera veronica vivian wendy yvonne yvette zoe"
    # French, Spanish, Portuguese, Italian
    " adriana agnes alejandra alessandra alicia amelie ana anais angelica antonia ariane aurelie aurore beatriz bianca brigitte camila"
    " carla carlota carmen catarina cecile cecilia celine chantal chiara cilia clarisse claudia clemence concepcion corinne cristina"
    " daniela delcy delphine dilma dolores dominique elena eleonora elisa elisabeth elise elly esther eugenia fabiola federica"
    " fernanda filomena francesca francisca gabriela genevieve gianna giorgia giovanna giulia graciela guadalupe helena helene ilaria"
    " ines inmaculada ingrid irma isabelle jimena juana juliana karina laetitia leila leonor leticia lorena lucia luciana lucie luisa"
    " magdalena manon manuela margarita mariana marielle marine marisol marta mathilde michele mireille mireya monique montserrat nathalie"
    " nieves noelia odile paola paulina perla pilar raquel rocio rosalia rosario sabine segolene silvia silvina simone simona sofia"
    " soledad solange susana sylvie valentina valeria veronique violeta virginie viviana xiomara ximena yolanda"
    # German, Dutch, Nordic, Baltic
    " anke annalena annegret anneli annika antje astrid barbel birgit britta brigitta dagmar dorothea elke elfriede erna franziska frauke"
    " friederike gabriele gerda gertrud gisela greta gro gudrun hanna hanne hannelore heike helga helle henrike ilse inga inge inger jutta"
    " kaja karin katarina katharina katja katrin kersti kirsti klara kristina liesbeth liisa lotte luise maike mareike margot margrethe"
    " margrit marianne marit marlene mechthild merete merle mette monika nadja nele petra ragnhild renate saskia sanna sanne sigrid silke"
    " silvina siv solveig stefanie svenja tarja tove ulla ulrike ute viveca wilhelmina wibke"
    # Slavic, Baltic, Romanian, Hungarian, Greek, Turkish, Caucasian
    " agata agnieszka alena aleksandra alexandra alina alla anastasia anastasiya aneta angelika anhelina antonina barbora beata biljana"
    " bojana bozena daria darya dragana dijana dorota dalia ekaterina elina elzbieta emine evgenia ewa fatma galina gordana hanka hatice"
    " helga ieva ilona inna irena irina iryna ivana ivanka izabela jadranka jadwiga jana jelena joana jolanta julija justyna kalina kamila"
    " karolina katalin katarzyna kateryna khatia klaudia ksenia larisa larysa lena lesya lidia lidiya lilia liliya liudmila lyudmila lyubov"
    " ludmila ludmyla maia maja malgorzata margarita mariia mariya marija marta milena mirela mirjana nadezhda nadia nadiya natalia"
    " nataliya natasha natalya nino oksana oleksandra olena olesya olga olha oxana paulina polina radmila raisa ramona rositsa"
    " roza ruslana serap sevgi snezana snezhana sofiya sofya solomiya stanislava svetlana svitlana sviatlana tamar tamara"
    " tatiana tatjana tatyana tetiana tetyana tsvetana ulyana urszula valentyna valeriya varvara vasilisa vesna victoriya viktoria viktoriia"
    " viktoriya violeta vjosa wanda weronika yana yelena yevgenia yulia yuliia yuliya zdravka zhanna zlata zofia zuzana zuzanna"
    # Arabic, Persian, Kurdish, Turkic, Hebrew, South Asian
    " aisha amal amina amira anat aparna asma asmaa avigdor aya ayelet ayesha aylin aysel ayse aziza bahar bahareh bahia bassma benazir"
    " bushra chandrika dalal dina dorit dunya efrat einat esraa fadwa faiza farah farida fariba fatemeh fatima fatoumata fatou fauzia fawzia"
    " gauri geeta ghada gulnara habiba hadia hafsa hala halima hanan hanin hanna hasina heba hiba hina huda huma ilham indira indu iman inas"
    " intisar jamila jayalalithaa jyoti kalpana karima khadija khaleda khalida kiran lamia laila lama layla leyla lina lubna mahbooba"
    " mahnaz maha mahsa maleeha malala malika mamata manal manar marwa maryam masih mayawati mayada meenakshi mehbooba meira meral mona muna"
    " nada nadine nadira naheed nahid nahla najat najla najwa narges narin nasreen nasrin nawal nazanin neelam neha nermin nida nirmala"
    " nisreen noor nour noura nurit ofra orit orly parvin pinar pooja pratibha priya priyanka rabab rabia rachida rania rasha rawan razan"
    " reem rekha rima rivka rola roya roza ruba rukhsana sabiha saba safa sahar salma samar samia samira sania saima seham selma"
    " shabana shahla shaima shaista shazia sheikha shereen shiri shireen shirin shulamit sima smriti soha sonia soraya suha suhair sumaya"
    " sunita sushma tahira tawakkol tzipi uzma vandana wafa yael yasmin yasmine yehudit zahra zainab zaynab zeina zeinab zohra zubaida"
    # African, East and South-East Asian
    " abena adama adjoa ama amina aminata ayaan awa chipo chimamanda fatuma folake funmi grace hodan ifeoma joice karabo lindiwe mariam"
    " mariama naledi ngozi nkosazana nomvula obiageli oumou sahle samia sithembile thandi thuli wangari winnie yaa zanele zodwa"
    " akiko ayumi chie eriko fumiko haruka hiroko junko kaori keiko kyoko makiko mariko masako mayumi megumi michiko miyuki naoko noriko"
    " reiko sachiko sanae seiko takako tomoko yoko yoshiko yukiko yuko yuriko corazon imelda leni liza megawati mei ratna retno risa siti"
    " wangari yingluck".split()
)
_MALE = frozenset(
    # English, Irish, Scots
    "abel aidan alasdair alastair alfie ansel ashton augustus barnaby benedict brady brandon brent bret bryn byron caleb"
    " callum chet clayton clint clyde cody collin conrad corey cory curt cyrus damon darrell delroy derrick devin donal donovan duane"
    " dudley dustin dwayne dylan elijah elliott elvis emmett errol ewan finlay forrest garrett garth gregg harley jacob jarrod"
    " jasper jeremiah jeremy jermaine jethro jock joey jonah josiah jude kenny kerr len lenny leopold lorne lyle lyndon malachi"
    " marlon marty maxwell micah miles mort myles nate neal neville nicky norm ollie orson orville otis paddy piers quincy"
    " ramsay reg reggie reuben rory roscoe russ saul sheldon sid silas stu tadhg terrance thom tobias trent tyrone vern wade wally"
    " walt wendell wes wyatt zac zack zeke"
    " aaron abraham adam adrian alan albert alec alex alexander alfred alistair allan allen alvin andrew andy angus anthony archie arnold"
    " arthur barack barney barry bart ben benjamin bernard bernie bert bill billy bob bobby boris brad bradley brendan brett brian bruce"
    " bryan bryce calvin carl cecil charles charlie chris christopher chuck clarence clark claude clement cliff clifford clinton clive"
    " colin connor conor cornelius craig curtis cyril dale damian damien dan daniel danny darren darryl dave david dean declan denis dennis"
    " derek desmond dexter dick dominic don donald donnie doug douglas duncan dwight earl ed eddie edgar edmund eduard edward edwin elliot"
    " elmer elon eric ernest ernie ethan eugene evan felix fergus floyd francis frank frankie franklin fred freddie frederick gareth garry"
    " gary gavin gene geoff geoffrey george gerald gerard gerry gilbert giles glen glenn glyn gordon graeme graham grant greg gregory guy"
    " hal hamish harold harry harvey henry herb herbert herman howard hubert hugh hugo humphrey ian irving isaac ivan ivor jack jake james"
    " jamie jared jason jay jeb jeff jefferson jeffrey jerome jerry jesse jim jimmy joe joel john johnny jon jonathan joseph josh joshua"
    " julian julius justin karl keir keith ken kenneth kevin kieran kyle lance larry laurence lawrence leo leon leonard leroy leslie"
    " lester lewis liam lionel lloyd logan louis luke luther malcolm marcus mark marshall martin marvin mason matt matthew maurice max"
    " melvin mervyn michael mick mickey mike mitch mitchell mitt morris mortimer nathan nathaniel neil nelson niall nicholas nick nigel noah"
    " noel norman oliver oscar otto owen pat patrick paul percy perry pete peter phil philip phillip pierce ralph randall randolph randy ray"
    " raymond reginald rex rhys richard rick ricky rishi rob robbie robert robin rod roderick rodney roger roland ron ronald ronnie roy rudy"
    " rufus rupert russell ryan sam sammy samuel scott sean sebastian seamus seth shane shaun sidney simon solomon spencer stan stanley"
    " stephen steve steven stewart stuart ted terence terrence terry theodore thomas tim timothy toby todd tom tommy tony travis"
    " trevor tristan tucker ty tyler ulysses vance vaughn vernon victor vince vincent virgil wallace walter warren wayne wesley wilbur"
    " wilfred will willard william willie winston woodrow zach zachary"
    # French, Spanish, Portuguese, Italian
    " adolfo agustin aime alain alberto aldo alejandro alessandro alexandre alfonso alfredo alonso alvaro amadeo andre andres angelo"
    " antoine antonin antonio antony aristide armando arnaldo arnaud artur arturo augusto aurelien baptiste bartolome bastien benito"
    " benoit bernardo bertrand bruno camille carlo carlos cedric cesar christian christophe cirilo claudio clemens corentin cristian cristobal"
    " damien daniele dario davide denis diego dino dirceu domingos domenico edmond edouard eduardo efrain eladio elio emanuele"
    " emiliano emilio emmanuel enrico enrique ernesto esteban etienne ettore evo ezequiel fabio fabien fabrice fabrizio facundo felipe"
    " fermin fernand fernando fidel filippo florent florian francesco francisco franck franco francois frederic gabriel gaspard"
    " gaston geraldo gerardo germain ghislain giacomo giancarlo gianfranco gianni giovanni gilles gino giorgio giulio giuseppe gonzalo"
    " gregoire guido guilherme guillaume guillermo gustave gustavo hector henri hernan herve hipolito horacio hugues humberto ignacio ilario"
    " inacio jacinto jacques jaime jair javier jean jerome jeronimo jesus joao joaquim joaquin joachim jorge jose josue juan julien"
    " julio juscelino laurent leandro leonardo leonel leopoldo lorenzo loic luc luca lucas luciano lucien lucio luigi luis luiz manuel"
    " marc marcel marcelo marcio marco marcos mario mariano massimo mateo mathieu matteo matthieu maurizio mauricio maxime michel miguel"
    " moises nestor nicanor nicolas nicola nicolo octavio olivier orlando osvaldo oswaldo pablo paolo pascal pasqual patrice paulo pedro"
    " philippe pierre pierluigi pietro primo quentin quintin rafael raffaele ramiro ramon raul remi renato renaud rene ricardo"
    " riccardo roberto rodolfo rodrigo rogelio romain romano romeo ruben rui salvador salvatore santiago sebastiao sebastien serge sergio"
    " silvio stefano stephane sylvain thibault thierry tiago tomas tommaso tristan ugo umaro umberto valentin vicente vincenzo vittorio"
    " walmir xavier yann yannick yves"
    # German, Dutch, Nordic, Baltic, Finnish
    " aad aksel algirdas alois anders andreas andris andrus antti anton arend ari armin arne arnold arvid asbjorn axel bart bas bastian"
    " benedikt bernd bernhard bert bertil bjarne bjorn bodo carsten christoph claus clemens daan detlef detlev dieter diederik dietmar dirk"
    " eckart edgars egon eino einar elmar erhard erich erik erkki ernst esko espen fabian ferdinand finn folkert frans franz fredrik friedrich"
    " fritz geert georg gerd gerhard gert gerrit gintaras gitanas goran gottfried gregor gunnar gunter gunther guenter haakon hakan hannes hans"
    " harald hartmut hein heiko heiner heinrich heinz hendrik hendrikus henk henrik herbert hermann holger horst ib ilkka ilmar ingo ingvar"
    " jaakko jaap jakob jan janis jari jelle jens jeroen jesper joachim jochen joerg johan johann johannes jonas joost jorgen jorg joschka josef"
    " jouko juha juergen jukka jurgen juri jyri jyrki kaare kai kaj kalle karel karl karsten kasper kaspars kees kjell klaas klaus knut"
    " konrad krisjanis kristian kurt lars lasse laurens leif lennart lothar ludwig lukas lutz maarten magnus manfred markku marko markus"
    " martti mathias matti matthias mats mauno meinhard mikael mogens niels nikolaus nils norbert odd olaf olav ole olli olof ottmar paavo"
    " pascal pekka peer pertti piet pieter poul raimonds rainer reiner reinhard reinhold risto rolf roman rudiger rudolf ruud sander sauli"
    " sebastian siegfried sigmar sjoerd soren staffan stefan steffen sten stig sven svein tapani teodor thorbjorn thorsten theo thilo tjeerd"
    " toomas tor torben torsten udo ulf uffe ulrich urho urs uwe valdis veikko viggo volker volkmar walther werner wilhelm willem willy"
    " wim winfried wolf wolfgang wopke wouter"
    # Slavic, Romanian, Hungarian, Greek, Turkish, Caucasian, Central Asian
    " adrian akhmed aleksandar aleksander aleksandr aleksei aleksey aleksy alexandru alexandros alexei alexey alexis alija alyaksandr"
    " anatol anatoli anatolii anatoly andrea andrei andrej andrey andrii andriy andris andrzej antal anton apostolos ara arkady arseniy artem"
    " artur artyom askar aslan atanas attila avraam aziz bakir bela biljan blagoje bogdan bohdan bohuslav bojan boguslaw boiko boleslaw boris"
    " borys boyko branko bronislaw bulent calin cem cezary constantin costas cristian crvenkovski danil danilo danylo dejan denis denys"
    " devlet dimitar dimitri dimitris dimitrios dmitri dmitriy dmitry dmytro doku dragan drago dusan dzhokhar eduard emil emin emomali"
    " enver ercan erdal ergin eugen evangelos evgeni evgeny ferenc filip gabor gamal gavril gejza gela gennady georgi georgios georgy"
    " gheorghe gjorge giorgi goran grigory grzegorz gyorgy gyula hakan haris heorhii heydar hryhoriy hulusi ibrahim ignacy igor ihor"
    " ilham ilir ilia iliya illia ilya imre ion iosif irakli ismail istvan ivan ivica ivo jacek jan janez janos jaroslav jaroslaw"
    " jerzy jiri josip jozef jozsef kakha kalin karol kasym kemal kirill kiril kliment konstantin konstantinos kostas kresimir krzysztof kyriakos"
    " kyrylo laszlo lech leonid leszek levan levon lev lubomir lubos lukasz lyubomir maciej maksim maksym manolis marat marcin marek marian"
    " marijan marin mateusz mevlut mesut mihai mihail mihaly mikael mikhail mikhael mikheil mikola miklos milan milorad milos milo"
    " miodrag mircea mirek miroslav misha mladen momcilo momir murat musa mustafa mykhailo mykola mykyta nadir nebojsa necmettin nicolae nicusor"
    " nikita nikos nikola nikolai nikolaj nikolay nikoloz nikol nodar nursultan nuri oleg oleh oleksandr oleksii oleksiy olexander omer orhan"
    " ostap oktay pal panagiotis panos pavel pavlo pavol pawel petar peter petr petro petros petru piotr plamen predrag prokopis radek"
    " radko radoslaw radoslav radovan ramush ramzan rasim ratko rauf recep robert roman rosen rostyslav rumen ruslan rustam rustem rustum sadyr"
    " sali saparmurat sandor sasha sava sergei sergej sergey serge serhii serhiy serzh shamil shavkat slavko slawomir slobodan spyros stanislav"
    " stanislaw stanko stavros stefan stepan stjepan suleyman svetozar sviatoslav svyatoslav szymon tadeusz taras teimuraz tigran tihomir"
    " timur todor tomasz tomislav traian tudor turgut vaclav vadim vadym valentyn valerii valeri valeriy valery vasil vasile vasily vasyl"
    " vassilis vazgen veaceslav veljko viacheslav victor viktor viorel vitali vitaliy vitaly vitalii vlad vladimir vladislav"
    " vladyslav vlastimil vojislav vojtech volodymyr vsevolod vuk vyacheslav wieslaw witold wladyslaw wlodzimierz wojciech yahor yaroslav"
    " yegor yehor yevgeni yevgeny yevgenii yevhen yevhenii yordan yuri yurii yuriy yury zakhar zbigniew zdenek zdravko zeljko zenon zhelyu"
    " ziya zoltan zoran zurab zviad zygmunt"
    # Arabic, Persian, Kurdish, Hebrew, South Asian
    " abbas abdallah abdel abdelaziz abdelfattah abdelhamid abdelkader abdellah abdelmadjid abdul abdulaziz abdulhamid abdullah abdullahi"
    " abdulrahman abdurrahman abdulsalam abed abhijit abid adel adil adnan adib agha ahmad ahmed ahmet ajay ajit akbar akram alaa ali allal"
    " altaf amar amara amir amit amjad ammar amnon amos amr amram anand anas anil anwar aref ariel arif arun asad asadullah asaf asghar ashok ashraf"
    " asif aslam assaf atal atif avi avigdor avraham awad ayad ayman ayoub azhar aziz azmi babrak badr bahram bakhtiar barham"
    " baruch basel bashar bashir basil bassam bassem benny benyamin bezalel bijan bilal bilawal binyamin bilawar burhan chaim chandra danny"
    " dawood dawud deepak dov ebrahim effi ehsan ehud ejaz eli elias eliezer elyakim emad ephraim essam esmail eyad eyal ezer ezra fadi fahd"
    " fahad faisal fakhri farhad farid farooq farouk farrukh fathi fawzi faysal fayez fayyad fazal firas fouad fuad ganesh gaurav gautam"
    " ghaleb ghassan ghulam ghazi gholam gideon gilad girija golam gopal gul gulbuddin habib hadi hafez hafiz haidar haider hajj hakim"
    " halim hamad hamed hamid hamza hamzah hani hanan hardeep harjit harish harsh haroon hasan hashem hashim hassan hatem haytham hayder"
    " hazem hekmatyar hichem hicham hikmat hisham hossam hosni hossein houari hossain hussain hussam hussein husni husayn ibrahim idris ijaz"
    " ilan imad imran inder inam iqbal irfan isa ishaq ismael ismail issa itamar iyad iyas izzat jaafar jabbar jagdish jalal jaleel jamal jamil"
    " jassim javad javed jawad jawaharlal jihad jumaa kamal kamel kamil kanwal karim kassem kassim kazem khaled khalid khalifa khalil khamis"
    " khattar khawaja khodr kumar lakhdar lal latif liaquat madhav maher mahdi mahinda mahmood mahmoud mahmud mahathir majed majid malik"
    " malek mamdouh mamoun manmohan mansour mansoor manoj marwan masood masoud massoud maulana mazen meir menachem mohamad"
    " mohamed mohammad mohammed mohammadreza mohan mohsen mohsin moin mojtaba mokhtar moncef mordechai morteza moshe mostafa motaz mouaz"
    " moussa mubarak mudar mufti muhammad muhammadu muhammed muhannad mujahid mukhtar mumtaz munir muqtada murli murtaza musa mustafa muthanna"
    " nabih nabil nachman nadeem nader nadir nadav naeem naftali naguib nahum najib najim naji najmuddin narayan narendra naresh naser nasir"
    " nasser natan nawaf nawaz nayef nazar nazir nihad nimr nitin nizar nouri nuri nurul obaid omar omer omri osama osman othman"
    " oussama parvez parviz pervaiz pervez pinchas prakash pramod pranab prasad prem qais qaboos qasem qassem qasim rabin rached rachid radwan"
    " rafiq rafik rafael raghad rahim rahul raja rajendra rajesh rajiv rajnath ram rami ramin ramadan ramesh ramez ramtane ran ranil ranjit rashad"
    " rashed rashid ravi raza rehman reuven reza riad ridha riyad riyadh rouhollah ruhollah saad saadi saeed sabah sabri sadegh saddam sadiq safwat"
    " sahib said saif sajid salah salahuddin saleem saleh salem salih salim salman sam sameh sami samir sandeep sanjay sanjeev sarath sartaj"
    " satish saud sayed sayyid selim shaban shah shahbaz shahid shahram shai shakil shalom sharad sharif shaul shaukat shehbaz shekhar shimon"
    " shlomo shmuel shoaib shyam siad sibghatullah siddiq silvan sirajuddin sohail subrahmanyam sudhir sukhbir sulaiman suleiman sultan sunil"
    " suresh sushil syed tahir tahsin talal taleb tamim tareq tarek tariq tawfiq tayseer turki tzachi umar usama usman uri uday uzi vijay vikram"
    " vinod vishwanath wael wahid waleed walid waqar wasim yaakov yahya yair yaser yasir yasser yassin yehia yehuda yigal yisrael yitzhak"
    " yoav yoel yona yonatan yossi younis yousaf yousef youssef yousif yousuf yunus yusuf yusif zafar zaher zahid zahir zaid zakaria zakir"
    " zalmay zayed ze'ev zeev zia ziad zine zuhair zulfiqar zvi"
    # African
    " abiy abdirahman abdoulaye adama addisu afonso aiah akinwumi alassane alhaji amadou aminu armel asamoah assimi"
    " atiku babacar babatunde barthelemy bello blaise bola boubacar cabral chike chinedu cheikh choguel chuks cyprian cyril daouda denis"
    " didier diosdado djibril ebrima edgar emeka emmerson etienne evariste fabrice faure faustin felix fode folorunsho girma goodluck hage hailemariam"
    " haile hakainde ibou idriss idrissa ikechukwu isaias ismaila issoufou jakaya jomo joao jomo juvenal kabine kagiso kenneth kizza kofi kwame"
    " kwesi laurent lansana lazarus levy macky madani mahamadou mahamat mamadou mamady mamnoon mangosuthu mathieu meles melchior mobutu modibo"
    " mohamadou mokgweetsi moussa muhoozi mulatu musalia mwai nana ngugi nnamdi obafemi obi ollanta olusegun omer ousmane oumar pacifique"
    " pakalitha pierre pieter prosper raila robert roch salva samura sani seyni sidi simeon siphiwe sizwe soumaila tabo teodoro tendai thabo thulani"
    " tedros uhuru umaru wole workneh yacouba yahya yaya yayi yoweri yemi zwelinzima"
    # East and South-East Asian given and family names that come first
    " akira akihito banri daisuke eisaku fumio hideki hideo hirohito hiroshi hirofumi ichiro itsunori jiro joji junichi junichiro kazuo kenji"
    " kenzo kiichi kiyoshi koichi masahiro masaki masayoshi minoru naoto nobuo noboru osamu ryutaro sadakazu satoshi seiji shigeru shinji"
    " shinzo shoichi shunichi susumu tadashi takashi takeo takeshi taro teruo tetsuo tomohiko toshihiro toshiki toshimitsu tsutomu yasuhiro yasukazu"
    " yasuo yoshihide yoshiro yoshihiko yukio yutaka"
    " agus anies anwar bambang benigno chavalit chuan ferdinand fidel gyude jejomar joko"
    " luhut mahathir mohamad myint najib norodom nong phoumi pol prabowo"
    " prayut prayuth rodrigo sam samak soe sondhi soe srettha suharto surayud susilo suthep thaksin thein "
    " zoram".split()
)
# Families whose name comes first: "Xi" for Xi Jinping. Chinese, Korean, Vietnamese and Burmese names cover nearly all such news.
FAMILY_FIRST = frozenset(
    "aung bui cai cao chang chen cheng chiang cho choi chung dai dang deng ding dong duong feng fu gao guo han hoang"
    " hong hor hou hu hun hwang jia jiang jung kang khin kim kwon lai lam lee lei li lien lim lin liu lu luo ly ma mao"
    " meng min moon ne ngo nguyen park pham phan qian qin ri ro ryu seo shen shi shin son song sun tan tang than tian"
    " tran truong tsai tun vo wan wang wei wen wu xi xie xu yan yang yao ye yin yoon yu yun zaw zeng zhang zhao zheng"
    " zhou zhu".split()
)
# Families that companies and papers are called by more often: "Sun Microsystems".
_AMBIGUOUS_FAMILY = frozenset({"sun", "park", "moon", "song", "son", "tan", "tang", "yang"})
_FEMALE_TITLE = re.compile(r"\b(?:mrs|ms|miss|queen|princess|\w+woman|dame|lady|baroness|first lady)\b", re.IGNORECASE)
_MALE_TITLE = re.compile(
    r"\b(?:mr|king|prince|\w+[^o]man|sir|lord|sultan|emir|sheikh|pope|imam|ayatollah)\b", re.IGNORECASE
)


def is_given_name(word: str) -> bool:
    """Whether somebody is called so: "Irina", "Jean-Yves"."""
    plain = _first_name_key(word)
    return any(plain in names for names in (_FEMALE, _MALE, FAMILY_FIRST)) and plain not in _AMBIGUOUS_FAMILY


def fits_pronoun(name: str, title: str, pronoun: str) -> bool:
    """Whether this person can be meant by "he" or "she". Names that are not listed fit both."""
    given = _first_name_key(name)
    is_she = bool(_FEMALE_TITLE.search(title)) or given in _FEMALE
    is_he = bool(_MALE_TITLE.search(title)) or given in _MALE
    return is_she == is_he or (is_she if pronoun == "she" else is_he)


def _first_name_key(name: str) -> str:
    """The first given name, as it is listed: "Jean-Yves" is a Jean."""
    return fold(re.split(r"[\s\-‑]", name, maxsplit=1)[0])
