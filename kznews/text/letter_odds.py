"""How much three letters in a row speak for Kazakh.

The numbers are half natural logarithms: of how often a triple stands in Kazakh words against
Russian words (Cyrillic) or English words (Latin), above 0 for Kazakh, between -9 and 9; triples
that tell little are left out. Words begin and end with `_`. `benchmarks/letter_odds.py` counts
them, in the word lists of hunspell's Kazakh, Russian and English dictionaries (MPL, BSD and
SCOWL's licence; no word of theirs is here) and in our own newsroom's prose.
"""

from __future__ import annotations

from collections.abc import Mapping

AS_TYPED = str.maketrans("әғқңөұүһіӊўё", "агкноуухинуе")
"""What `CYRILLIC` has in place of Kazakh letters, their substitutes, and ё."""


def _table(triples: Mapping[int, str]) -> Mapping[str, int]:
    return {
        letters[place : place + 3]: odds
        for odds, letters in triples.items()
        for place in range(0, len(letters), 3)
    }


CYRILLIC: Mapping[str, int] = _table(
    {
        -9: ("_в__выавшатьающая_вавваювшевшиго_ившие_ий_льнму_огоом_подсь_ся_ть_ую_ываые_ый_ющи"),
        -8: (
            "_и_аемаетах_аютваеваниваии_ироитьих_ичейсяливло_нноно_ныеовыое_омуою_приривстьтсячес"
            "чившийщийых_ьныьсяют_юще"
        ),
        -7: (
            "_вс_по_пр_с__свверводворвывгоддовегоее_емуемыеныесяею_живиемийсиськовловмсянаяничное"
            "нойносноюнуюныйныховеовооднопророочнпокпраравровруюствтветныто_третывтьстьюующчночны"
            "шеешеюшующемщимьноьшеью_явшят_"
        ),
        -6: (
            "_вз_го_дв_об_ск_сл_ср_ча_че_чт_этавиавоазналоасьачивалватве_векветвилвлевлявнововвос"
            "вшавшувыевыйвыпвырвысвыхговгосдавднеднодо_ду_евоевшевыелоеляеньетыешьещаже_завзовиво"
            "икоичаичнкахкивкрыложлослсялучльшляюми_мыйнивнииницниюногнувнятобооброваовиод_одоодс"
            "ожиой_олнообослосьосяотвотрочеочиперполпоспотпрореврехрнорожросрывсвескослусносовстн"
            "стотавтватичтноточувшучихваходца_чатчелченчерчетчитчтошаяшившихшлишь_щающаященщуюыми"
            "юсяютсяющ"
        ),
        -5: (
            "_а__бл_во_дн_ещ_за_к__о__оч_пе_т__ув_хв_чи_шкабоавеавнаешазвазоаивамианианьапратнача"
            "ачеащеащибавбещбивбрабреварваявелвенвиввидвинвитвкивливнивогвоевозвойвомвравсевсквст"
            "вуювыдвыквымгивглагорготгрудаедаюдведвиднидобдордосдстдутдчидывевееднееселаельем_емо"
            "енненяеплероерсеряеснесьетнетьечаечеечиечнещееюсжнозапзвезназнозывивниейиеюилоисяите"
            "ихсицаию_йсткавкийклаклекоекоюкрулавли_личломлужлю_ля_лявляеляммнонавнахначниенийнну"
            "новномночнскнцанчиньшняюобнобщов_овковловнодводиодкодрожнозвознокролуольоняоплоряосв"
            "осносоостотдотсохоочкошлплеплопляпо_повпогпомпоппочпрепряпуспятразрачращречриериррич"
            "рнуродроероирочрошрскружрутсвосклскрсласлеслоснисоосплспрсресросскстксчесчисывсяттае"
            "твотвуткртнитрутсктстудоуемужеусяутоухоучеуюсуютхсяцамциицу_цы_чавчалчаючилчинчисшей"
            "шемшиешкощаеще_щегщеещейщеющиещикщихьниьскэтоющающуяемялиясяятьях_ящеящияют"
        ),
        -4: (
            "_вд_ве_ви_вк_вл_вм_вн_вп_вр_вт_гд_гл_дл_до_др_жд_из_их_кр_лю_мн_на_не_ни_од_оф_пу_пя"
            "_ра_сб_сд_сн_ст_сч_у__уж_ух_цеабраваавкадкадоажнакоакралиаляамоаняаплапоароаснассасч"
            "атяашиашлащааясблаблеблибноботбочбрябщабывважвайвезвечвещвижвисвичвковкувлавмевневны"
            "во_волвоовопвочву_вщивыбвытвычвышвязвятгавгаюгичглиглоглягнуголгрегрыдводвудевдивдит"
            "дкадкодлидляднядогдолдопдочдрадрядуюдыйдятеваевнедведледоедседуежнезаезвезжезнезоеив"
            "ей_ейшекаеклекрелюемненаеноеобепоепрервержернерыерьеслесоесыетвехоец_ечкешажавжаюжду"
            "ждыжитжнижныза_засзахзвазвизвозгоздоздрзжазлизлозмознезнизнызобзяйив_иглиднизвизнизо"
            "икуильиноиныиняислисоитсихоицеицуицыичиишьищаищеияхйнойсккаекачкаюквакиекихклоклюкну"
            "кракреку_куюлахлачлевлечлирлнелнилоблоплотлочлощлывльсльщлюблюдлючлятмлямовмоемоммос"
            "моюмуюмывмыемыхневнеенейнеонепнитнн_ннынтонужнулнчань_нькнявняенялобмобсобъовсовяогл"
            "одеодподуодяоекоенождожеозяоизоитоклокоолоомномоонцончопоопуотлотмотнотоотуотчохрочь"
            "ощаощепецпечпивписплапобпожпонпохпутпыврабраирворгоребрезрепритрогрокротрструбруеруч"
            "рщирь_рядрятряюсажсвасвисвясевскуслисмоснеснысобсоссочст_стясяцтахтаютдеткотовтратри"
            "трятятувеуг_углугоуетукоулоульупоупруроуслут_утьущефрохивхлехнуховхожхрацахце_цевцен"
            "циациециоцирциючаечасчащчейчикчкачкочнишаюшевшьсщивщицыдеыплыреыроытоышлье_ькоьнаьну"
            "ьстьтуьщиябряетяжеяйсям_ямияснясьятиято"
        ),
        -3: (
            "_бр_вв_гр_зв_зд_зл_зн_зр_ию_кв_кл_ле_ли_лу_ль_но_ов_оп_ох_пл_ро_ры_сг_см_сп_сс_тр_тя"
            "_уб_уп_уч_ущ_хл_хо_ци_чр_чу_шт_юс_яз_яраблав_авлавяаград_аднадуаждажиазлазмазраклаль"
            "амяаннаноапуаряасласоатеатиахлахоахсацеачнаю_аявбезблюбмебнабныбовбодбробрыбсубу_буч"
            "бщебщибъебъябы_бычва_вадвамвдоведвесвешвзбвигвирвкавклвнавнувобвонвоювревспвухвы_выг"
            "вылгаегахгдегиегиигиюглугнигногомгригродахдачдвадеждефдешдкудладлодмеднадныдождойдок"
            "домдотдохдошдпидпрдредридрудскдувдушдцадъедыхдь_дящеблебнебоебревиевлевяегаегуед_едь"
            "еждез_езлеисекоелыемсенчепаепеереерхерчет_етлетоетсетчех_ехсециечьеющжаеждеждожевжил"
            "жнажнезабзагзаезамзатзацзачзащзбизврзвузвызглзгрзд_зднздузе_земзивзкизмазнузолзомзон"
            "зопзразрезризубивеивиивливыигоигридоиевиезижаийниклилаимаимоимуинчионипоируисаисчит_"
            "итаитнитоифиифриц_ициишлия_йдуйныйонйтейшейшики_кликочкрикрокуплажлаюлеблежлезлеилиз"
            "литлицлищлколлолнолнялоелойлоклонлохлублуюлыйль_льельзлькльтльцльчлядляллянлярмавмае"
            "маюмаямечмещмивмичмнымогможмозмотмочмусмутмы_мятнабнапнацнебнеинецнечникнихнияноднож"
            "нознопнстнтрнтснценщиньгньеоб_обвоблобуовровуовщогдогногрогуодаодгоддодлодмодчодъоев"
            "оедоезожаозооинок_окаолзолчоляомлонооньоотоохорворуорчосиосмосросуотготкотпотяофиофо"
            "офсохлохноцеочаочтощиоюзоютоявпахпаюпевпитпихплиплыплюпоепозпоопояпрыпуграерасрахраю"
            "рвервыре_редреережреиреорешрижриириорицрмирмлрмороброзройромронроррофрохроюрплрузруп"
            "русрчерчирыерыхря_рявряеряжрямрясряхрячрящсбосдесе_сивск_сквскислысмасмеснаснуснясо_"
            "сохсоюсписрасс_ссессосстссустссухсхосцесъетаитвитдатевтивтицтклткутлетлитметнутоетож"
            "тоитофтоютоятпртротрытуютчетыетыхтябтягтяжтянубоубруваудружбуждужиужнузоукрумнупаупл"
            "уснусоусьутнутрутсучаучшущифинфицфовфсохавхлахлохолхотхскхудцатцвецелцемцепцеюцийциф"
            "цовча_чайчанчевчекчемчи_чихчицчкечкучлечначнечнучречтечтичу_чь_чьюшавшегшибшимшлашле"
            "шлошништрщавщадщелщерщесщинщитъедъезъемъясыбоывеывоывшылиыпаыпуыслысоытиытьыхаыхоыча"
            "ычньгиьгоьевьемькиьмиэкиэтаэтиюдаюдиюстюсьючаючиявияднядчязаязыял_ялоянуярмятаятеятн"
            "яц_яче"
        ),
        -2: (
            "_ав_аф_аэ_гн_им_ин_ип_ло_мя_ог_от_оц_пс_пь_сж_сх_сц_съ_сю_уг_уд_ут_фе_фи_фр_хр_ху_шв"
            "_шл_шп_ще_эк_эм_эс_янабеавмавравщагиагнагоадвадрадсадцазбазеазуазъаинайоалеаллалхам_"
            "амманцанчапеапиареарщарьатоатрафиахаахиахтациачкачуашеаэраюсбаюбежбесбиоблоблябмабом"
            "бонбрибрубстбудбумбухбуюбятваквасвахвеввежвейвзввздвиевизвиквимвкевожвоквотвпевпрвро"
            "втовыявьевящгибглегнагнегоггонгопграгунгусдгоджадклдоедоздподродсодтвдупдухдчееалебу"
            "ев_евкевревуеглегрегшедаедпедреетежаежиезрезуеизекуекцеллемкемлемяензенцеодеосеотепу"
            "епыераеркерперцершесаескессесцесчетаетеетретяефиехаеютжаяждаженжимжкажкижу_зажзаизак"
            "зашзаюзаязбозбрзжезирзитзкозлазмезумзуюзъеиалианиблибоивкигнид_иесижиизкизлизыикиикр"
            "ил_иллилсимсиннинсинтинуинфинциобиосиотипеиплипяиснисыитритыифоихиичкиямйникамкацкая"
            "квиклякнико_когкомктнла_лаблазлаялеолиолифлишллеллилоглодлоилоллуклупльвльмльфлюсляс"
            "ляхлящмахмежмидмисмлемлиммимнимокмолмонмопмормошмощмплмучмыммянна_назнашнаюнванглнд_"
            "ндондрндунежнезнемнетнефнзинижнконкрнобнокнолноннотноянсонтентинтннутнцунченымньяня_"
            "нящобдобеобкобтовцовьогиодбодтодыозлозроивоидоимоисоллолюонеоннонтонуоопооропаопеопи"
            "ориорцорщорьос_оссосчот_отаоусофеохаоциочуошеоятпадпаепаспацпаяпичпишпнепнопнупныпор"
            "пошппопрупытпьера_рб_рварвиргнрдореарегремрецрещрибриурихришркоро_ролрооропрощроярсо"
            "ртнрторуйрукрумрунрцерчарыбрьерягрялрянсавсамсахсеисийсиосисслясмысогсодсоесопсоцспо"
            "спуспыссассвссмсснссыстусужтачтв_твлтелтечтештиетиттиштлатнатнетогтодтпитчитыйтьетям"
            "тяхуацублувиудууешузкуклуляумоупеупнуппурнуряуссучкучнушеушнфасфекферфилфирфичфонфра"
            "фурфы_ха_хархашхаюхнехозхонхрихрохтоцарцейцикцисцитчамчаяче_чищчудше_шечшкуштощалщет"
            "щилщипыбрыгрыкаылеымоыпоыриыряысиычеышеьетькаьнеьтеьтиьтрьшиья_ьянэкзэроюбиюбоявкяга"
            "ягиядиядояжаякоянкянняноярнятсяце"
        ),
        2: (
            "_аж_ак_ап_ас_бо_бу_да_ду_ез_зы_ие_ир_ки_ко_ма_му_су_то_уз_ун_шиажаайеайшаккаксалуамс"
            "амтамшанаапыараарбаржартаруас_асааужашуаязаяубадбажбапбатбаубаябенбепбербетбидблыбуз"
            "бурвлдгаггалгаргасгаугдаге_генгиргисгиядабдалдемдендиддирдтадундыбдыздысебиевтедиезе"
            "ейеейтекиектекшелеелпелсемеемиергерметиеудеунешкжатжелжержеужинжойжоржуазайзимзияибе"
            "иегиелиисик_икпикшикыинеиниипкирсиршитпиязйгийелйи_йкейлийнейсайт_йтуйшакабкадканкаш"
            "кбакебкегкеткиякожкозкоккошктикузкумкуркшекшикыгкыдладликлимлиплкалкелмилпелсалтелто"
            "лшилыдлытмалманмасмегмеммияммемпампимпымугмукмуммунмшемыкмылмытналнаннбинжынишнкиогт"
            "оз_озгозыойтолаолполтонгоншоршорыпакппупшипысралраурзарктрмарпирпырсарсиртертуртырул"
            "ршары_сансассатсаясерсимсипсозстпсттсуасугсузсыбсыйсыттабтазтанташтегтектемтеттижтип"
            "ткаткитозтсытубтузтуктултуртущтхатшитыдтымтышуабуарубыудауз_узаузгузуузыуинуйсукиулб"
            "улкулмулпумдун_ур_уреуркурлурпурууршуткфияшадшипшкешкишойшомшоршотшубшуйшукшуншыжыгу"
            "ызсызуыйдыйыым_ымаынуыпкырныскысуытыямеяттяул"
        ),
        3: (
            "_ад_ар_ат_ба_би_ем_ес_еш_же_ии_ил_иш_ка_ны_оз_ол_он_са_ти_уш_уы_ха_ше_ыз_ык_ынабаабд"
            "агаажыай_айбайгайкайпайрайтак_албалжалкалмалтамгангапкапсатшатыау_аугаукаумаупашаашк"
            "аштбакбалбизбирбиыбугбуйбуыбыкбылгангедгейгелгимгтагыдгыпда_дакдамдатдегдейдепдердик"
            "диндыгдыддымегиедыеймекселмелтемшенлес_есееткеушештжаджайжамжаржеджекжетжибжиыжогжок"
            "жугжузжуйжулжурздездизмдзммзымивтиз_ийдийеийиимгинмиптирииркиртис_иылиыниыриядиянйба"
            "йгейгыйесйикйилйимйкайкыймейпайтийткйтпйшыкалкаркаскедкепкескеукиккилкиркиткиыккыкоб"
            "кпиксакубкуткушлакланлбалбелбылеллжалпалпилсылталтплу_луылшалшелы_маммбамгемсимтамти"
            "мшимшынайнаунгинжани_низнлансанырнышожыокпоктолмолшомдондопшосыпазпаупи_пкепкыппепты"
            "пылракрбаржорзиримринрсерт_рткртшрухруырыссабсайсапсарсинскесойсонстысу_сурсшысы_сыг"
            "сыдсылсыстаптаутбаткетргтситуттуыуа_уалуануапуатугауелужыуздуи_уилуишуйдуйкуйлуймуке"
            "укпулаунгундуниуптураурдурмурыусиуш_уштущыуыкуытуышханшабшагшамшаншаушашши_шигшидшик"
            "шокшолшошштишулшыдшымшысшытщытыдыыжыылпылшымгыммымпымсымтынлыннынсынтыппырбыржысаысп"
            "ыткытпыш_ялаялыяндясы"
        ),
        4: (
            "_аз_ал_ая_ел_ер_ку_ор_та_шу_ырадааймайсакталпалшамаамыанбанланшаптапшарзаткауеауиаул"
            "аусаякбайбарбасбдыбейбекби_булгайгашгергытдаддапде_дедеккекпелбенбенеенменшептер_ери"
            "ерлетпеугеуиеулжанжапжобжосжукжымжынзбезгазгыздаздызекзушзылиетиккилмилтимширгиреирж"
            "ирмисийгайекйипйлыймаймийрайрейттйыпйыскагкеккенкеркигкизкишккексекуакужкункшалаплги"
            "леулжылмалпылсилтилтылшылыммадмакмгаменмсымшамыснбанбенгандиненнипнлентпныкогыойлойм"
            "оныоп_орлпейпенпсыпшыпынпыррайргаржырсырыкрылсагсаксалсебсуйсуысыктадтастеутинтпатуг"
            "тунтшытыгтыктысуадуакуашугыуйгуйыукыул_ултумсумыуртусыуттуы_уызуырша_шайшалшапшаршек"
            "шилшопшпештыыбыыгаыдаызбызмызыыккыкпыксыкшыкыылжымшынмыпыыркырсыруыршыстытуышыякт"
        ),
        5: (
            "_ау_ек_ет_ой_сы_ту_ты_уа_ша_шо_шы_ысабыагдадыакпакшалаалыанданманыатпаураушбагбынгак"
            "геггизгилгишгымгысдандигдыкегеейлекеелгемдесижабжагжакжасжаужонзгезынигеиктилгилеинш"
            "ир_иш_иштиясйирйлеймыйнайсийсыйы_йыкйылйымйыркаукезкейкемкешккаксыктыкуйкшыкы_кызкыт"
            "кышлайлаллгелгылиглкылмелттлысмаймаумекмсаниннсыншаншеншиншынылокыолдптергердири_рли"
            "рлыртпруаршырыпсаусепси_скысыртагтайтартуйтустыптыругеуйрулгулыургхабшешшкышташтешыр"
            "ызгыл_ылмылуымбымеыншыраыс_яле"
        ),
        6: (
            "_аш_ен_жа_жу_кы_уйалгалдамдан_ап_асыауааудгингызгылгыргышдагдасдаудеуди_ды_ейдендерд"
            "еу_жазжумжыригииздин_индирдиттйдайдийтайтыкайкелкпакпектактекымкыслаулгалыглыллынлып"
            "мдимдымизмынмырнгынкынттныпныспайптардеркытедтпеттетылудыуйеуйиулдуылуынуысшакшы_шыг"
            "шыкшынылгылтынгыптыргырдырмыртыттышт"
        ),
        7: (
            "_ай_кеайдар_аргардарлармауыашыбырга_дайдардылдырелден_еп_жолимдип_ирлиялйинйызйынкын"
            "лделдылерлыкмденденмеойыргырдарларлермерттрынсизсымткытрлттиылаылыымдыр_ысы"
        ),
        8: (
            "_жо_жыайлакыарыаттгы_гынейиеттжылилдйдыйлакылкырлдимдандандырдысызсынттаттытынушыыгы"
            "ык_ынаып_ырлыры"
        ),
        9: ("агыайыдынларлдамызнызнынрымшылыз_ыздыктылдымыын_ындыны"),
    }
)
"""Kazakh against Russian; Kazakh letters as they are typed on a Russian keyboard (қ as к)."""

LATIN: Mapping[str, int] = _table(
    {
        -9: ("_ca_cocalconed_ic_icans_ousrs_ss_tictiots_"),
        -8: ("_cr_ex_he_scablackblecarcatce_comctids_ectencessivellyms_ncericsm_st_theve_"),
        -7: (
            "_ac_ch_cl_cu_hy_ov_ph_thaceachactallancathcancencesck_ckecolcorcracrocs_culdiceadear"
            "erces_fulghtgs_heaiciickicsierincioniouismks_licls_micnd_nicockon_ophounoutovephipho"
            "ps_queracrecrierouscosnethous_usnverworze_"
        ),
        -6: (
            "_bl_ce_ci_fl_fr_gl_ho_ou_we_wh_wi_woaccaciad_apharcarravebacboacapcascelcerch_chochr"
            "ciacinciscitcksclacleclocopcoucrecrictocurcy_decdledneeasecoee_eedellelyeoueroerrers"
            "escetheveexpficfieflagicglyherhichouhs_ibliceicuid_ie_iesilliscithlaclealecliell_lle"
            "llolnelocloulownchncincondsnesnglnonntentlocaoncoodookootothouroweownphephypicrchrd_"
            "reareerocroorowrriscasceschscrslysseststh_thithrtiatletlyulluncuslvelven"
        ),
        -5: (
            "_af_br_cy_dr_ea_ec_eu_fu_hu_im_in_li_lo_lu_pu_sl_sn_viacaacoacraddadoadsaffageaggalc"
            "ascateautbbebeablabooboubrabrebs_cabcamcedcepchachechicidciecilciockicklclicoccoscot"
            "cruct_ctactectrctucumcuscutddldeadgediedlydowdriduceacealeanecaeceechecieckecrecuedl"
            "edneeneepeereesefuelaepherfexcextfacffeffifirfloflugieglegrigueguiheehnehonhoohroht_"
            "ichicoicrictidsifiifyighignintirrisoiteiumiviizeld_le_litllallillsllulooloplumlutmac"
            "mblmeammimoumphmplnctncyndonecnianount_nthntroaroatoceod_offollonsoomoonoscossougow_"
            "pacpeapecperph_phapiepleplipospotppiprepripurrcercurdsre_riariorivrk_rm_rn_rphrrarre"
            "rthrucrumrunsciscuseasecsicsivsmasmssousphsqussnstosuptactecteethstietivto_toctoutre"
            "tritruuckuctue_uffum_upeurruthutoviswarwayweaweewerwhiwooydrzed"
        ),
        -4: (
            "_ae_ef_eq_fa_fe_fi_go_gr_hi_ic_kn_le_no_oc_pr_ps_rh_ro_sk_sq_st_tr_un_ve_wa_wr_yeabb"
            "ac_acuacyadmadvae_ah_airal_aloapoappaunaviaxibbibblbiabicbloblubonboxbribrobruca_cad"
            "cauccacceccoccucemceocetchlchnchuchycifcipcircluco_coacoocrycupcycdacddidefdevdiadis"
            "divdlido_docdoodoudradredruea_eabeakeameateaueaveboebrecledsedueeleetefiegreheehoeig"
            "eloembemoenaenteoneopeprequeraernerperveryesoeureuteviewaewoexaexeexifecferff_fflfin"
            "fisfleflifoofrafrefrifrofs_ft_furfusfy_gglgiagiogliglognogo_googregroguahechedheohia"
            "hiehipholhomhorhothowhrehrihtshumhypiaciclidnidoienievifeiffiggimpinfio_iosiphircitc"
            "jacjeckieklekneky_leelexlifliolivlizlo_loaloilonloslotluclunluslvely_mbombrmidmiemmo"
            "moomormpomprmptmpumulnabnacncanclncrncundlndrnduneaneeneonfinflngrngsngunifnionitnk_"
            "no_nocnosnownscnstntintonumnvioadobbobsoccochociocoocroctocuodeodoodsoesoggoidoluom_"
            "ommoneonfonvoofooloosoploppor_orcoroorros_oucoulowlowsoxipe_peephrplaploplupolponpoo"
            "poppoupplppopprpraproquaquiravrborcarcircorefrehrevrg_rheritrmsrnsro_roarobrogronrop"
            "rosrotrporrorryrverwosacseesesshnshrsiasiosk_slasleslosnosocspisplsslssusthstlsubswe"
            "swosyctchtfuthuthytiftlitmetootowtratryttlttotuaubbubsuceuciudguesuggulnuloummuntuou"
            "uppuscuseussutrutsvanvesvicvievilvinvitvocvulwedweiwelwhewn_womws_xesxpextextryclyll"
            "ypeypoythzes"
        ),
        -3: (
            "_am_di_ei_ep_ev_ey_fo_ge_io_la_ly_mc_ni_of_ox_pe_pi_pl_po_ru_sp_up_vu_yo_yuab_abeabo"
            "abrabsaclacqadjadladraeraftag_agragsaicainak_alkalvambammamoampanoantapeaplarearoarv"
            "asmassatcatiatoaucavaavoawnax_axebecbeebiobliblybowbscbsebsobstbucbusbutcaccaicavcci"
            "ceaceichbchmchsciccizckackbckhcknckockycobcodcoecogcohcoicovcowcquctscubcuncytdeedeo"
            "dgidhedifdipdiudmidondordosdotdstdveeageapebuecceddedgedreeceekeemeezefaefeeffeflefr"
            "egaeggegoelfelvemuenfenhenoenrenveoceoleosepaepeeplepoerberhetceuceumeupevoeweex_exh"
            "exoexufaifanfarfasfatfaufe_feafeefelfenffsfiafidfigfixflyfolforfoufrufteftsfunfyigea"
            "geogesggaggigh_gheghogivglaglugmagnagnegodgolgorgosgotgougragrugunhachaehavhawhbohei"
            "hemhexhfuhibhinhiohishithizhlehlihlohlyhmehoahobhochodhoehoshrahthhushwaiabianibbibu"
            "idgidliduieciediefifoiftig_igoigriloinginhinoinviociodiogiomiopioripeiplipoippiquiro"
            "iseislissitlitrityitzivaivoix_izzjoukeekhakhoknolablavlbolcalchlcilcoldslebleoleslfi"
            "lialiblk_lksllblmolobloglomlorlovloylphlthltrltulublueluolurlvalvilycmb_mbembume_mec"
            "miammammumo_mocmonmopmosmotmp_mpempsmutndbnebneunewnexnfanfenfonfungonhanhenhoniuniv"
            "nklnksnlinlynmann_nnennonnunobnodnoinolnoonotnqunrensmnsonsuntsntunuanucnulnvenvonwa"
            "oacoanoasobooclocyoddodgodiodloe_oenoerof_oftognogrogsoguogyoheoicoinoisok_oloolvomo"
            "onaonoonponrontoo_oopooropeopoopropuorposoot_otcotlotootrotsouboudoupoviowaowbowdowi"
            "ox_oxeoxyoyapedphspiapidpigpinpippitpocpodpompowprupt_ptoptupunpusputpy_quorabraprar"
            "rburclrdlrdordrreoreprerrewrexrfarferfurgorhoridriurksrlormirmornorodroeroirolromrpl"
            "rprrrhrrursortlrubruprutrvarviryosclse_sexshlshmsisskyslusmosmusnasniso_somsprssassi"
            "ssostmsucswataxte_teatesthathlthmthwtlatmatnetoxtrott_tuotwatwetwotz_ubcublubrubtuca"
            "uccuchuclucoud_uenueruetuinuitulculfulsumbumpunfunounrup_uphupluprupsurburcurfurnurv"
            "ut_utcutluzzvabvacvalvarvasviavidviovirvivvoivolvorwaiwatweswhawhowicwinwitwnewnsxer"
            "xicxinxisxplxpoyceychycoyerymoyncyonyphyroyteziezlezoozzizzl"
        ),
        -2: (
            "_ab_an_do_ga_gn_gu_gy_ha_id_kh_mo_ne_nu_oa_ob_py_re_ri_sm_va_vo_xeabuacsaduaelafeagl"
            "agmagnaguaheahoahsajoakealfalnalsamuaneanhankanzaprapuarfarpas_atlatmatratuaugawkayo"
            "azeazoazzba_babbbabbybedbehbibbjebo_bobbodbotbumbuncagcchcclchtchwcibckpckwdbadcades"
            "dexdhodioditdjudmadogdoldomdopdovdrodrydshdsmduaduldupdusdwadwidwoeafebaedoefoeftegu"
            "eineireivelseluemaemmemnempenuenzeogeomeoreotepiepuer_erwesaesbesqestetoetretyewiews"
            "eyefabfalfamfedfemfesfetffoffrfibfilfitftifugfutgabgeeggrghigibgnigoagoegoggovgstgum"
            "gurgusguthafhaihakhauhebhelhenhepheshethevhewhirhivhnoho_hoghoihophovhruhtlhunhurhut"
            "hwohydia_iatiboibriccicyiflifuigmiguilyimmimoimuineinkinnioliotipripsipuis_isbisdish"
            "isritaitiitoituiusixeixiizajudjunjuskbokiakinklikmaknikwalahlaxldoleflevlf_lidlinlm_"
            "lolloqlstltslulluxlwolyzmahmakmatmaxmbimbsmigmilmiomismitmixmodmogmommucmy_mycnaknat"
            "navnbondhndmndwne_nednefnepnernetneynfrng_nibnidnignjunognomnopnornponsknslntanunnva"
            "nwonzaoalob_odroduodyoeloetofeog_ogeogioglogoohooirokeolfomaombomeomiomnomyonionjonl"
            "onuonwopiorboreoriorkorsosiosmottotuou_oy_oyeozopabpadpeppespetphtpispnepogpokppeppy"
            "psepsopstpulraeranratrberdurebredregremreqresrfirglrgurharhiribrifrl_rmurnerofrorrov"
            "roxroyrp_rperqursprstrsurtmrtrruerufruirusrwesafsbosbusefseqseusevsewsh_shbsibsidsie"
            "sitslisodsolsoospussmstfstusufsumtaftaktbotedtefteotfitibtittmotoatodtoetontortstttr"
            "tudtwitzeualuaruatubeubmuddudeudoudsueduelug_ugsuguuicuisuluumeumoumuunkunlunmunnunp"
            "unsunwuorureurouteuttutuuveuviux_vaivatvegvetveyvigvotvouwagwakwalwanwaswavwebwenwig"
            "wolxcexedxiaxidxioyanyaryboyedynoyouyriytoywazatzoi"
        ),
        2: (
            "_bi_es_ez_ie_is_oi_ok_ol_or_os_qu_sa_sh_sy_ta_te_ti_to_ts_ud_um_uq_yzabdaimaiuajeama"
            "amtanaandanwapyaraarjasiaswaueaulauqaw_awlaypaysbaebajbarbasbepbezbi_biibiyboibozbuq"
            "buydakdaudawdeldendetdigdildimdindjednydpeebiediei_eilejeejiekoelbeleelkemsenbendene"
            "enienkenmergerierlesietteugeuleygeymfotgaygazgeygingirgkigqagtagydgyrhdahi_hikhkehoq"
            "htyhymhyriazigyihaiikiipikiikpiksiljilmimsinmipkiptirdirkirmirnirqirtirwiskitwiuriut"
            "iyiizujapjawjebjegjerjibjimjobjogjosjuijulkadkalkaskegkepkeskeukibkiikilkiskogkpiksh"
            "kumkuzlbalbylelliglmelshlsiltaluylymmalmawmeimeymi_mikmoymuzmylna_nadnannaonbandendi"
            "nginimnipnjinkonktnlanw_nwtny_nylnymnytoghojaokpolboqporqoskosqotbov_oydoyloynozaozb"
            "pavpenpi_pikpkipoypshpysqomqopqu_quyqwsqydrajrayrgirilriqrjarkirkurlyrmyrpyrtaruaruh"
            "rwdrydrygryprytsagsalsarsassausawsebsepshashpshusinskesoysttsuqswrsybsyssyyta_tamtan"
            "tastegtehtenteptettiltiytkatobtovtsyttituituttvouapudaugeugiuieuiguimukeukiulgunyupk"
            "uqpuqsurkurmushusqutyuy_uz_uzguzivldvlovokvtiwi_wliwrwydeyekyikyinykeylpylsymbymgymi"
            "ymkynnynuyppyptytiyypyzayzszagzaizamzarzenzetzsizuszym"
        ),
        3: (
            "_ai_aj_aw_az_by_ii_iz_jo_ju_on_oy_qw_ty_ul_xa_yn_yq_yr_zaabaai_aidaitajdajiajyalgalj"
            "amganbanqaozapqaptar_ardargarlaruarzasaattau_auiavlawdawraygaymaynayrbagbaibaybazbdy"
            "beibeybiubizbolbuzbyqdaldamdapdasdatde_degdeidekdepdeudiidtadukdyddygedyegeegiehneid"
            "ekkeldeu_euievteytezeeziezqfiigange_gekghdgidgilgimgipgqygymgythkihpehqahyghyzidriek"
            "igeiiliimiisiiuijeikkilaileilwimgindiniip_iqiiqsiqyir_irairgisiisqitkitpitqiu_iudivt"
            "iypiysjadjagjaijaujayjdajedjemjezjiijinjiyjukjuqjurjuyjuzjymkenki_koskotktaktokulkus"
            "kuykzaldelerlgeli_lilliqljilmalpylqilsyltpltylu_lw_lypmammaymenmgamgemiimirmkemshmta"
            "mtimuqmyqmyrnaynekngangknikninnirniznmenqanshntpnu_nyrobyoiaoimokzolgoljolqomdoq_oqw"
            "orlosyotkoyioymoz_oziozypaipaypeipekpeypiipkepqaptepylpynqi_qigqiiqiqqiyqogqojqoqqoz"
            "qqyqtoqudrgerikrjirjorjyrlirqirtkrtyru_rw_rwsrysryzrzasayshksiksilsimsipsiystvsydsyp"
            "syttajtaptautawtazteytijtiqtoztr_trgtsetu_tugtuktuqtustwrtydtyluaqudjugyuiyujaujyuqi"
            "urquryutkuyduyguymuyquytuyzuzeuzywdiwgawgewlaxabybyygeyipyiqyjyyl_yljylqyluymaymeyms"
            "ynmypyyqoyqpyrbyrjyrnysayt_ytuyy_yymyyqyzbyzmzanzayzbazgyziizikzilzmdzmmzqazyq"
        ),
        4: (
            "_ak_je_ji_tu_ua_us_uz_ysabyadaaevagaagdaiqajaaktamyanmap_aqqarqasqatpavtawiayiayqaz_"
            "azybirbyndaddaidayek_ekeekiekpelgengerzesketpeylezdgaqgghgiigynha_hekhqyhtahyliaqigi"
            "iirikailgimiimyin_iriirjirlisyiy_iyliymiyqiyrizbjabjasjekjenjonjoqjynkeikekkemkimkir"
            "kkekonkopkozkpeksiktrktskuikurkutladlgalgilgylikljaljylyglynmsimsyngqni_niinqinqynsy"
            "nyqoktoqaoqioqsoyypazptyqadqagqajqawqimqinqitqpeqsiqujqumqunqusqutrderdirgargyrimrle"
            "rnyrtqrzishqsiqsirsoqsqistysu_suysw_sy_sygsylsymsyntadtartiitpatqitw_tygtymubyudyuii"
            "uktulduqauqyutquyeuynuzauzdvtowdayi_yilyimyirylmynqyqqyqyyrqyrsyruystytaytpytqyylyyr"
            "yyszekzirzm_zmezyn"
        ),
        5: (
            "_aq_ja_ke_ot_oz_uiaiaalaaldalyaqiaqparmaryauaaylaytazaazdazgbaqbekbylbyrdagdandaqdiq"
            "dirdyldymemden_ep_eydeyigdegeggizgylgyshaqhyqidyildiqaizgizmjaljanjaqjeljiljirjoljyr"
            "kelkezkizkobkokkolkomkorlallarldileklghlqylttlylmdymekmsamysnttnypnysoiyoqtoqyozdpaq"
            "ptaqamqapqauqirqisqizqoiqolqonqoyqqaqshqsyqtiqubqulqy_qytrekri_riirqarqyrsyrtprylryq"
            "shtsizsozsqysyqsyrtayti_tirtketkitoqtsittattytuytuztysulyuyiuyluyruyswsiydiygayizylg"
            "yltynaynsyqayqsyrayrdyrgyrmyrtysqyttyynyyzzadzalzaqzbezgezghzgizimzyl"
        ),
        6: (
            "_ay_ek_ko_ku_oq_uyaghalqamdanyaqaaydda_deydikdy_dyneiiekserdetkga_gdaghagi_hyniinik_"
            "im_iq_iqtiyniyzjarjatjazjetjumksektikunlaqlqamaqmdemdimizmynnaqndandynenngdnggngyozg"
            "qabqaqqasqilqosqpaqsaqymqynqysraqrdarghrlarmerttseksi_sqataqtiktqytyrumyusyydaydyygh"
            "ygyyr_yshytyyzgyzyzdizdy"
        ),
        7: (
            "_qiadyagyaq_aqsaqyasyatqatyauyayydardyqgyzimdmdaqa_qaiqatqayqazqorqtyqurqyrqyzrymsaq"
            "shysiisyztektpetqatrltyqylaylyym_ymdyp_ysyzga"
        ),
        8: ("_jy_qyaiydi_dyrghyiktizdjylldaldylyqnyzqalqanqylrdyryntynymyyn_yndyngyqtyrlyryyzdzde"),
        9: ("_qa_qoaqtektiiaiz_ktemyznynqarqtayldynyyq_yz_zda"),
    }
)
"""Kazakh in its Latin spellings, without diacritics, against English."""
