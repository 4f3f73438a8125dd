"""How much three letters in a row speak for Kazakh.

The numbers are half natural logarithms: of how often a triple stands in Kazakh words against
Russian words (Cyrillic) or English words (Latin), above 0 for Kazakh, between -9 and 9; triples
that tell little are left out. Words begin and end with `_`. `benchmarks/letter_odds.py` counts
them, in the word lists of hunspell's Kazakh, Russian and English dictionaries (MPL, BSD and
SCOWL's licence; no word of theirs is here) and in our own newsroom's prose.
"""

from __future__ import annotations

from collections.abc import Mapping


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
        -8: ("_cr_ex_he_scablackblecarcatce_comctids_ectencessivellyms_ncericsm_st_theve_ver"),
        -7: (
            "_ac_ch_cl_cu_hy_ov_ph_thaceachactallancathcancenceschock_ckecolcorcracrocs_culdicead"
            "earerces_fulghtgs_heaiciickicsincioniouismks_licmicnd_nicockophounoutovephiphops_que"
            "racrecrierouscosnethous_usnworze_"
        ),
        -6: (
            "_bl_ce_ci_dr_fl_fr_gl_ho_hu_ou_sl_we_wh_wi_woaccaciad_apharcarravebacboacapcascelcer"
            "ch_chrciacinciscitcksclacleclocopcoucrecrictocurcy_decdledneeasecoee_eedellelyeouero"
            "errersescetheveexpficfieflagicglyherhichouhs_ibliceicuid_ie_ieriesilliscithlaclealec"
            "liell_llellolnelocloulowls_nchncincondsnesnglnianonntentlocaon_oncoodookootothourowe"
            "ownphephypicplerchrd_rdsreareerocroorowrrerriscasceschscrslysseststh_thithrtiatletly"
            "treulluncuslvelven"
        ),
        -5: (
            "_af_br_cy_ea_ec_eu_fu_im_in_li_lo_lu_pu_sn_viacaacoacraddadoadsaffageaggalcascateaut"
            "bbebeablabooboubrabrebs_cabcamcedcepchachechichucidciecilciockicklclicoccoscotcruct_"
            "ctactectrctucumcuscutddldeadgediedlydowdriduceacealeanecaeceechecieckecrecuedledneen"
            "eepeereesefuelaembepherfexcextfacffeffifirfloflugieglegrigueguiheehnehonhoohrihroht_"
            "ichicoicrictidsifiifyighignintirrisoiteiumiviizeld_le_litllallillsllulooloplumlutmac"
            "mblmeammimoumphmplnctncyndonecnount_nthntroaroatoceod_offollonsoomoonoscossougow_pac"
            "peapecperph_phapieplipospotppiprepripurquircercure_riariorivrk_rm_rn_rphrrarrorthruc"
            "rumrunsciscuseasecsicsivsmasmssousphsqussnstosuptactecteethstietivto_toctoutritruuck"
            "uctue_uffulnupeurruthutoviswayweaweewerwhiwooydrzedzes"
        ),
        -4: (
            "_ae_ef_eq_fa_fe_fi_fo_go_gr_hi_ic_kn_le_ni_no_oc_pr_ps_rh_ro_sk_sq_st_tr_un_ve_wa_wr"
            "_yeabbac_acuacyadmadvae_ah_airaloamoapoappaunaviavoaxibbibblbiabicbloblubonboxbribro"
            "bruca_cadcauccacceccoccucemceocetchlchnchycifcipcircluco_coacoocrycupcycdacddidefdev"
            "diadisdivdlido_docdoodoudradredruea_eabeakeameateaueaveboebrecledsedueeleetefiegrehe"
            "ehoeigeloemoenaenteoneopeprequeraernerperveryesoeureuteviewaewoexaexeexifecferff_ffl"
            "finfisfleflifoofrafrefrifrofs_ft_furfusfy_geogglgiagioglagliglognogo_googragregrogua"
            "hechedheohiahiehipholhomhorhothowhrehtshumhypiaciclidnidoienievifeiffiggimpinfio_ios"
            "iphiquircitcjacjeckieklekneky_lableelexlifliolivlizlo_loalobloilonloslotluclunluslve"
            "ly_mbombrmbumidmiemmomoomormpomprmptmpumulnabnacncanclncrncundlndrnduneaneeneonfinfl"
            "ngrngsngunifnionitnk_no_nocnosnownscnstntintonumnvioadobbobsoccochociocoocroctocuode"
            "odoodsoesoggoidoluom_oneonfonvoofooloosoploppor_orcoroorros_oucoulowlowsoxipe_peephr"
            "plaploplupolponpoopoppoupplppopprpraproravrborcarcircorefrehreprevrg_rheritrmormsrns"
            "ro_roarobrodrogronrosrotrporryrvervirwosacseesesshnshrsiasiosk_slasleslosnasnosocspi"
            "splsslssossusthstlsubsweswosyctchtfuthuthytiftlitmetootowtratryttlttotuaubbubsuceuci"
            "udgueruesugguloum_ummuntuouuppuscuseussutrutsvanvesvicvidvievilvinvitvocvulwarwedwei"
            "welwhewn_womws_xesxpextextryclyllypeypoyth"
        ),
        -3: (
            "_am_di_ei_ep_ev_ey_ge_gy_id_io_la_ly_mc_of_ox_pe_pi_pl_po_ru_sp_up_vu_yo_yuab_abeabo"
            "abrabsaclacqadjadlaeraftag_agragsaicainak_al_alkalvambammampanoantapeaplarearoarvasm"
            "assatiatoaucavaawnax_axebecbeebiobliblybowbscbsebsobstbucbusbutcaccaicavcciceaceichb"
            "chmchsciccizckackbckhcknckockycobcodcoecogcohcoicovcowcquctscubcuncytdeedeodgidhedif"
            "dipdiudmidondordosdotdstdveeageapebuecceddedgedreeceekeemeezefaefeeffeflefregaeggego"
            "elfelvemuenfenhenoenrenveoceoleosepaepeeplepoerberhetceuceumeupevoeweex_exhexoexufai"
            "fanfarfasfatfaufe_feafedfeefelfenffsfiafidfigfixflyfolforfoufrufteftsfunfyigeageeges"
            "ggaggigh_gheghogivglugmagnagnegnigodgolgorgosgotgougrugunhachaehavhawhboheihemhexhfu"
            "hibhinhiohishithizhlehlihlohlyhoahobhochodhoehoshrahthhurhushwaiabianiatibbibuidgidl"
            "iduieciediefifoiftig_igoigriloinginhinkinoiociodiogiomiopioriotipeiplipoippipsiroise"
            "islissitlitrituityitzivaivoix_izzjoukeekhakhoknolavlbolcalchlcilcoldslebleoleslfilia"
            "liblk_lksllblmologlomlorlovloylphlthltrltulublueluolurlvalvilycmb_mbeme_mecmiammammu"
            "mo_mocmonmopmosmotmp_mpempsmutndbnebneunewnexnfanfenfonfungonhanhenhonigniunivnklnks"
            "nlinlynmann_nnennonnunobnodnoinolnoonotnqunrensmnsonsuntantsntunuanucnulnvonwaoacoan"
            "oasobooclocyoddodgodiodloe_oenoerof_oftognogoogrogsoguogyoheoicoinoisok_okeoloolvomm"
            "omoonaonoonponrontoo_oopooropeopoopropuorposoot_otcotlotootrotsouboudoupoviowaowbowd"
            "owiox_oxeoxyoyapedphspiapidpigpinpippitpocpodpompowprupt_ptoptupunpusputpy_quaquorab"
            "raprarrburclrdlrdordrreorerrewrexrfarferfurgorhoriurksrlormirnoroeroirolromroprperpl"
            "rprrrhrrursortlrubruprutrvaryosclse_sexshlshmsisskyslusmosmusniso_somsprssassistmsuc"
            "swataxte_testhathlthmthwtlatmatnetoetoxtrott_tuotwatwetwotz_ubcubrubtucauccuchucluco"
            "ud_udduenuetuinuitulculfulsumbumoumpunfunounrup_uphupluprupsurburcurfurnurvutcutluzz"
            "vabvacvalvarvasvetviaviovirvivvoivolvorwaiwatweswhawhowicwinwitwnewnsxerxicxinxisxpl"
            "xpoyceychycoyerymoyncyonyphyroyteziezlezoozzizzl"
        ),
        -2: (
            "_ab_an_do_ga_gn_gu_ha_kh_mo_ne_nu_oa_ob_op_py_ra_re_ri_sm_va_vo_xeabuacsadraduaelafe"
            "aglagmagnaguaheahoahsajoakealfalnalsamuaneanhankanzaprapuarfarpas_atcatlatmatratuaug"
            "awkayoazeazoazzba_babbbabbybedbehbibbjebo_bobbodbotbumbuncagcchcclchtchwcibckpckwdba"
            "dcadesdexdhodioditdjudmadogdoldomdopdrodrydshdsmduaduldupdusdwadwidwoeafebaedoefoeft"
            "egueineireiveluemaemmemnempenuenzeogeomeoreotepiepuer_erwesaesbesqestetoetyewiewseye"
            "fabfalfamfemfesfetffoffrfibfilfitftifugfutgabgauggrghigibgoagoegoggovgstgumgurgusgut"
            "hafhaihakhauhebhelhenhepheshethevhewhirhivhmehnoho_hoghoihophovhruhtlhunhuthwohydia_"
            "iboibriccicyideiflifuigmiguilyimmimoimuineinninviolipripuis_isbisdishisritiitoiusixe"
            "ixiizaizojudjunjuskbokiakinklikmaknikwalahlaxldoleflevlf_lidlinlm_lolloqlstltslullux"
            "lwolyzmahmakmarmatmaxmbimbsmigmilmiomismitmixmodmogmolmommucmy_mycnaknatnavnbondhndm"
            "ndwne_nefnepnernetnevneynfrng_nibnidnjunognomnopnornponsknslnunnvanvenwonzaoalob_odr"
            "oduodyoeloetofeog_ogeogioglohooirolfomaombomeomiomnomyonionjonlonmonuonwopiorboreori"
            "orkosiosmottotuou_oy_oyeozopabpadpeppespetphtpispnepogpokppeppypsepsopstpulraeranrat"
            "rberdurebredregremreqresrfirforglrgurharhiribridrifrl_rmurnerofrorrovroxroyrp_rqursp"
            "rsurtmrtrruerufruirusrwesafsbosbusefseqseusevsewsh_shbsibsidsiesifsitslisodsolsoospu"
            "ssmsspstfsufsumtaftaktboteatedtefteotibtittmotoatodtontortstttrtudtwitzeualuaruatube"
            "ublubmudeudoudsueduelug_ugsuguuicuisuluumeumuuneunkunlunmunpunsunwuorureurout_uteutp"
            "uttutuuveuviux_vaivatvegveyvigvouwagwalwanwaswavwebwenwigwolxcexedxiaxidxioyanyarybo"
            "yedynoyouyriytoywazatzoizon"
        ),
        2: (
            "_as_bi_da_es_ez_ie_is_oi_ok_ol_or_os_qu_sa_sh_sy_ta_te_to_ts_um_yzabdaimaiuajealwama"
            "amtan_anaandanwapyaraarjasiaswaudaueaulauqaw_awlaypaysazibaebarbasbepbezbiibiyboiboz"
            "buydakdatdaudawdekdendetdigdiidildindpeebiediei_ejeejielbeleelkemsenbendeneenienkenm"
            "ergerierlesietteugeygeymezifotgasgaygazgingirgkigqagtagydgymgyrhdahi_hikhkehoqhqahty"
            "hymhyriazigyihaiikiimiipiiuikiikpiksiljilmimsipkiqiiqqirdirkirmirnirqirtirwiskitkitw"
            "iuriutiyiizujapjawjebjegjerjibjiijimjobjogjosjuijulkadkalkaskegkepkeskeukibkiikilkis"
            "kogkpikshkumkuzlbalbylelliglmelshlsiltaluylymmalmaumawmeimeymi_moymuqmuzmylna_nadnan"
            "naonbandendingengingknimnkonktnlanw_nwtny_nylnymnytoghojaokpolbomdoqporqoskosqov_oyd"
            "oyloynozaozbozepavpenpi_pkipoypshpysqiyqomqqyquyqwsqydrajrayrgirilriqrjarkirkurlyrmy"
            "rpyrtaruaruhrwdrydrygryprytsa_sagsalsarsausawsebsepshashpshusinsiysoysuqswrsybsyssyy"
            "ta_tamtantastegtehtejtemtenteptettiltiytsyttituituttvouapudaudnugeugiui_uieuiguimuke"
            "ukiulbulgunyuqpuqsurkurmushutyuymuz_uzguzivlovokvtiwi_wliwrwydeyikyinyiqykeylpylsymi"
            "ynnynuyppyptyrkytiyypyzayzszagzaizamzarzbazenzetzu_zy_zymzys"
        ),
        3: (
            "_ai_aj_aw_az_by_ii_iz_jo_ju_on_oy_qw_ty_ul_xa_yn_yq_yr_zaabaai_aidaitajdajiajyalgalj"
            "amganbanqaozapqaptar_ardargarlaruarzasaattau_auiawdawraygaymaynayrbagbaibaybazbdybei"
            "beybi_biubizbolbuzbyqdaldamdapdasde_degdepdeudjednydtadukdyddygedyegiehneidekkekoeld"
            "eu_euievteytezeezqfiigange_gekgghghdgidgilgimgipgqygythkihpehyghyzidriekigeiiliisije"
            "ikkilaileilwimgimiindiniip_iqsiqyirairgisiisqitpitqiu_iudivtiypiysjadjagjaijaujayjda"
            "jedjemjezjinjiyjukjuqjurjuyjuzjymkenki_kotktaktokulkuskuykzaldelerlgelgyli_lilliqlji"
            "ljylmalpylqilsyltpltylu_lw_lypmammaymenmgamgemiimirmkemshmsimtamtimyqmyrnayneknganik"
            "ninnirniznmenqanshntpnu_nyrobyoiaoimokzoljolqoq_oqaoqworlosyotbotkoyioymoz_oziozypai"
            "paypazpeipekpeypiipkepqaptepylpynqi_qigqiiqiqqogqojqoqqozqtoqu_qudrgerikrimrjirjorjy"
            "rlirqirtkrtyru_rw_rwsrysryzrzasayshksiksilsimsipskestvsydsypsyttajtaptautawtazteytij"
            "tiqtobtovtoztr_tsetu_tugtuktuqtustwrtydtyluaqudjugyuiyujaujyupkuqiurquryutkuy_uyduyg"
            "uyquytuyzuzeuzyvldwdiwgawgewlaxabybyyekygeyipyjyyl_yljylqyluymaymbymeymgymkymsynmypy"
            "yqoyqpyrbyrjyrnysayt_ytpytuyymyyqyzbyzmzanzayzgyziizikzilzmdzmmzqazuszyq"
        ),
        4: (
            "_ak_je_ji_tu_ua_us_uz_ysabyadaaevagaagdaiqajaaktamyanmap_aqqarqasqatpavlavtawiayiayq"
            "az_azybirbyndaddaidaydeidymegeek_ekeekiekpelgengerzesketpeylezdgaqgiiha_hekhqyhtahyl"
            "iaqigiiirikailgimyin_ir_iriirjirlisyiy_iyliymiyqiyrizbizmjabjasjekjenjirjoqjynkeikek"
            "kemkirkkekonkopkoskozkpeksiktrktskuikurladlgalgilikljalyglyllynmsyngqni_niinqinqynsy"
            "nyqoktolgoqioqsoyypaqptyqadqagqajqawqimqinqitqpeqsiqujqumqunqusqutrderdirgargyrlerny"
            "rtqryqrzishqsiqsirsoqsqistysu_suysw_sy_sygsylsymsyntadtartiitpatqitrgtw_tygtymubyudy"
            "uiiuktuldulyuqauqyutquyeuynuzauzdvtowdayi_yilyimyirylmynqyqqyqyyrqyrsyruystytaytqyy_"
            "yylyyryyszekzirzm_zmezyn"
        ),
        5: (
            "_aq_ja_ke_ot_oz_uiaiaalaaldalyaqiaqparmaryauaaylaytazaazdazgbaqbekbylbyrdagdandaqdiq"
            "dirdylemden_ep_eydeyigdegeggizgylgyngyshaqhyqidyildiqaizgjaljaqjeljiljoljonjyrkelkim"
            "kizkobkokkolkomkorkutlallarldileklghlqylttmdymekmizmsamysnttnypnysoiyoqtoqyozdptaqam"
            "qapqaqqauqirqisqizqoiqolqonqoyqqaqshqsyqtiqubqulqy_qytrekri_riirqarqyrsyrtprylseksht"
            "sizsozsqysyqsyrtaqtayti_tirtketkitoqtsittattytuytuztysuyiuyluyruyswsiygayizylgyltyna"
            "ynsyqayqsyrayrdyrgyrmyrtysqyttyynyyzzadzalzaqzbezgezghzgizim"
        ),
        6: (
            "_ay_ek_ko_ku_qi_uyaghalqamdanyaqaaqsda_deydikdy_dyneiiekserdetkgdaghagi_hyniinik_im_"
            "iq_iqtiyniyzjanjarjazjetjumkezksektikunlaqlqamaqmdemdimynnaqndandynenngdnggngyozgqab"
            "qasqilqosqpaqsaqymqynraqrdarghrlarmerttrymsi_sqatiktpetqytyrumyusyydaydiydyyghygyyr_"
            "yshytyyzgyzyzdizdyzyl"
        ),
        7: (
            "_oqadyagyaq_aqyasyatqatyauyaydayydardyqga_gyzimdjatmdaqa_qaiqatqayqazqorqtyqurqylqyr"
            "qysqyzsaqshysiisyztektqatyqylaylyym_ymdyp_ysyzga"
        ),
        8: ("_jy_qyaiydyrghyiktizdjylldalyqnyzqalqanrdyryntrltynymyyn_yndyngyqtyrlyryyzdzde"),
        9: ("_qa_qoaqtdi_ektiiaiz_kteldymyznynqarqtayldynyyq_yz_zda"),
    }
)
"""Kazakh in its Latin spellings, without diacritics, against English."""
