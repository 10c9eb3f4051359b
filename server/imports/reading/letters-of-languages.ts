/**
 * Words in which a language's letters beyond ASCII stand as they usually do: names of people and towns, and what
 * companies and columns are called. By them a wrong reading shows: ñ stands before vowels, and ń, which has the same
 * byte elsewhere, does not.
 */
const WORDS = [
  // German
  `müller möller schröder jäger köhler krämer böhm günther jürgen jörg björn käthe bärbel schäfer weiß groß strauß straße fuß
   größe söhne köln münchen würzburg nürnberg lübeck düsseldorf göttingen österreich zürich österreicher äcker übersee überweisung
   bäckerei gebäude gärtner märz für über früh büro geschäft geschäftsführer währung fällig höfer vögel kühn lüder böcker mühle
   straßen grüße gmbh größer käse händler häuser länge stück stückpreis menge präsident tür süd möbel öl öffnung ärzte kärnten ländler
   höhe nähe später würth rösler hölzl frönd größler jäckel döring löwe schönberg grün blümel hübner füssen güstrow vöcklabruck
   öberg köpf ströbel plöner dörr törring wöhrl zöllner röder kärcher bögl döhler hänsel müßig preuß meißen gießen roßbach übel ünal`,
  // French
  `crème brûlée société françois françoise besançon forêt frère frères orléans hélène andré rené cécile valérie stéphane jérôme benoît
   anaïs zoë noël joël raphaël citroën mère père première dernière caisse numéro référence téléphone prénom créé création échéance
   facturé payé réglé montréal québec nîmes liège genève besançonnais château hôtel hôpital île être tête fête fenêtre bâtiment âge
   côté côte après très près dès accès succès procès espèces pièce siège collège lumière rivière cuisinière boulangère garçon leçon
   reçu reçue façade ça français française où voilà déjà à là cœur sœur œuvre bœuf naïf naïve maïs aïda thaï coût goût août dû sûr
   mûr brûlé évreux états élan élise émile étienne éric éditions école électricité énergie évêque île-de-france hervé dépôt dîner
   maître boîte aîné chaîne traîner pâtisserie gâteau théâtre relevé santé liberté université déménagement légère mélanie zoé chloé léa
   clément gérard frédéric grégoire grégory sébastien cédric aurélie amélie véronique désirée béatrice séverine café entrée`,
  // Spanish
  `muñoz núñez español españa compañía logroño peña año niño señor señora muñiz ibáñez ordóñez yáñez garcía martín martínez gonzález
   rodríguez lópez pérez sánchez gómez jiménez hernández fernández álvarez díaz vázquez ramírez gutiérrez domínguez león málaga cádiz
   córdoba ávila cáceres josé jesús maría lucía sofía andrés ángel óscar iván rubén tomás nicolás agustín joaquín raúl mónica verónica
   bárbara ángela inés teléfono dirección código número razón electrónico crédito débito artículo descripción peñarroya cañón otoño
   pequeño tamaño montaña cabaña piña viña doña cataluña coruña acuña avilés aragón gestión producción informática ingeniería méxico
   bogotá medellín asunción perú panamá canadá país río vía pingüino güell agüero última último único éxito época área avión jamón`,
  // Italian
  `società perché città caffè università qualità attività forlì lunedì martedì così più già può è né virtù niccolò nicolò salò cantù
   patanè libertà proprietà unità località felicità bontà pietà sì verrà sarà andrà comò però falò tribù gesù mardì pagherà`,
  // Portuguese
  `joão são paulo conceição gonçalves brasília simões magalhães guimarães assunção moção ação nação informação descrição endereço
   serviço preço peça praça françois lourenço mendonça araújo antónio antônio inês zé josé luís conceição estêvão tomé olá pão mão irmão
   irmãos irmã manhã amanhã hortelã maçã camões razão associação associações leões limões questões milhões não então estão avião verão
   município agência comércio indústria eletrônicos eletrónica ônibus você três avô avó bebê lâmpada câmara ângela ângelo pará maranhão
   goiás ceará amapá grão são-tomé número código telefone às à até já é você saúde baú açúcar açores coração fundação fundões`,
  // Danish and Norwegian
  `søren sørensen jørgen jørgensen bjørn bjørk bjørnstad løkke møller kjær kjærgaard næss ærø ærlig ålborg århus åse åge håkon håvard
   pål påske språk år måned gård gårdsplads nygård østergaard ødegård østerbro ørsted øst øystein øyvind tromsø bodø askøy nærøy
   solbjørg torbjørn fødselsdag beløb selskab virksomhed køb køber sælger kæde læge lærer pæn træ træning værksted værdi væske nørre
   nørrebro sønderborg høj højby hørsholm tønder tønsberg færøerne følg grøn grønland rød brød smør første røros røed dahlstrøm
   strøm støp løv skål småland blå båd båt fåborg rådhus rådgivning gøteborg lærke præst kræmmer skærbæk mål hå`,
  // Swedish and Finnish
  `åsa öberg malmö göteborg västerås örebro jönköping linköping norrköping växjö gävle umeå luleå skellefteå ängelholm ängström ångström
   sjöberg lindström bergström söderström nyström hallström sjögren öström åkesson åkerlund åberg håkansson måns målare småland skåne
   västra södra östra norra företag försäljning räkning köp kök kön lön för före förnamn efternamn är på gå två år åtta sägar väg vägen
   gåva mäkelä hämäläinen jyväskylä järvinen mäki yhtiö työ tyttö hyvä äiti päivä säästö lähde käyttö sähköposti järvi ylä ökad önskar`,
  // Dutch
  `zoë noëlle daniël joël raphaël michaël citroën coöperatie coördinatie officiële financiële patiënt reünie reïncarnatie geïnteresseerd
   beëindigd ideeën privé café één vóór financiën industriële australië belgië italië brazilië bezoeker knieën zeeën tweeën geünieerd`,
  // Icelandic and Faroese
  `þórður þór þorsteinn guðmundur guðrún jón jónsson jónsdóttir sigurður sigríður ólafur óðinn ísland ísafjörður reykjavík akureyri
   kópavogur hafnarfjörður garðabær ásgeir árni ægir ævar ösp örn þýska þjóð það við maður borð staður fyrirtæki símanúmer heimilisfang
   ný nýr sýsla býli kýr reyðarfjörður egilsstaðir höfn vík björk bjarnadóttir magnúsdóttir davíð hjörtur sveinsdóttir fræði`,
  // Catalan
  `barça andorrà català castellà adreça façana plaça força lleida girona josé núria lluís òscar àngel àngels jordà ribó gràcia sarrià
   molí camí agustí martí sebastià muntanyà empúries mallorquí cafè comerç però això són informació direcció telèfon número codi món
   raó avinguda veïna veïnat països qüestió següent llengües bàsquet òrgan òmnium església època`,
  // Polish
  `łódź łukasz łódzka wałęsa wiśniewski wiśniewska kowalczyk zając gąsior dąbrowski dąbrowska jabłoński jabłońska wójcik wójtowicz król
   żółkiewska żak żelazny źródło zieliński zielińska gdańsk gdynia poznań wrocław kraków rzeszów białystok bydgoszcz toruń częstochowa
   świdnica świętokrzyskie śląsk śląskie ćwik ćwiek miłosz małgorzata paweł michał stanisław bogusław bolesław jarosław krzyż mąż wąż są
   dzień koń słońce słoń miesiąc tysiąc sąd rząd błąd ręka pięć święto męski kręg węgiel źle późno wcześniej też już może każdy róża
   góra górski ogród spółka spółdzielnia usługi płatność należność ilość wartość jakość cześć kość gość nazwa należy książka
   sprzedaż nabywca odbiorca faktura numer ulica województwo łączność łatwy łysy główny główna złoty złotych stół pół mały małe
   księgowość przedsiębiorstwo handlowe piątek środa ślusarz kołodziej marszałkowska świat światło żywiec żuraw łąka łęcki zdjęcie
   czyń błoński gołąb pająk początek wyjątek mińsk końcowa oświęcim ożarów zamość kańska kielce sosnowiec tychy łomża`,
  // Czech
  `dvořák dvořáková novák nováková jiří jiřina tomáš lukáš ondřej matěj ondřejka přemysl řezník řehoř kříž příbram přerov kroměříž
   třebíč třinec český české budějovice plzeň olomouc děčín děda ústí nad labem hradec králové jihlava zlín šumperk škoda švec šťastný
   žižka žižkov žďár černý černá čapek čech čechy březen září říjen růžena růže stůl dům můj kůň dvůr město náměstí něco někdo bělá věra
   běla zděněk zdeněk hynek vávra procházka procházková kučera veselý veselá malý malá pokorný pokorná horák beneš fiala sedláček
   příjmení jméno společnost telefonní číslo účet účty ulice země země kraj částka faktura splatnost zákazník prodej nákup výroba
   výrobní družstvo stavební práce řešení řízení služby obchodní dílna dílo úřad úvod údaje ďábel ťuk ňadra pěna pět děti tělo
   kateřina václav václavské štěpán štefan vítězslav františek josefův zdraví bohumín čáslav nymburk říčany šárka`,
  // Slovak
  `košice žilina prešov banská bystrica nitra trnava trenčín ľubomír ľubica ľudovít ľahký ťahanovce ťažký kôň stôl môj môže dĺžka
   vŕba vŕtať mäso pamäť päť dáždnik ďakujem ďaleko deň káčer čučoriedka spoločnosť bratislava štúr kováč horváth horváthová
   juraj tomáš žiak hôrka jablonský krásny veľký veľká priateľ učiteľ moldava mesto číslo ulica štát tŕnie kĺb stĺp hŕba výťah vôňa`,
  // Hungarian
  `győr győri győző kőszegi kőbánya erdő erdős dezső petőfi ernő szűcs tűz fű hűvös gyűrű szépmű műszaki könyv könyvelő föld földi török
   székesfehérvár pécs szeged debrecen miskolc kecskemét nyíregyháza sándor józsef lászló istván gábor zoltán tamás péter jános andrás
   attila balázs ádám áron éva ágnes ilona ildikó mária erzsébet kovács tóth szabó horváth varga kiss molnár németh farkas balogh
   papp takács juhász lakatos mészáros oláh rácz vállalat cég név város utca út telefonszám irányítószám összeg összesen fizetési
   határidő időpont első első következő vevő eladó őszi őrség őszinte úr út új újpest köszönöm üzlet ügyfél ügyvéd üveg küldő közös
   kör bőr zöld bútor műhely nő nők nőgyógyász szőke szőlő lővér űrlap fűrész csütörtök önkormányzat öreg körút tér építő építőipari`,
  // Croatian, Serbian in Latin letters, Slovene
  `kovačić kovač horvat babić marić jurić novak šibenik šimić šarić žagar žgur žužemberk čačak čakovec četnik čović đurić đorđe đakovo
   đuro anđela anđelko rođen građevinski građa između među također mlađi petrović jovanović nikolić ilić pavlović ćosić ćuk ćirilica
   kuća noć moć ploča škola košarka tržište račun kupac dužnik poduzeće društvo županija županja križ uslužni obrt božo božić maček
   ljubljana škofja škofljica kočevje krško žalec črnomelj vrščaj jožef jože mežan zupančič kranjčec košir šuštar`,
  // Romanian
  `brăila brașov braşov bucurești bucureşti timișoara timişoara constanța constanţa iași iaşi ploiești ploieşti târgu mureș mureş bacău
   buzău galați galaţi ştefan ștefan ştefănescu ionuț ionuţ mihăilescu dumitrașcu vântu câmpina râmnicu sfânt român românia
   îndrumar întreprindere înscris țară ţară țepeș societate factură plată dată sumă numărul adresă întâi până fără către după
   băiat măr păr căsătorit împreună cantități cantitate preț preţ bănci băncilă lăzărescu popă pădure crăciun`,
  // Turkish
  `yılmaz yıldız yıldırım aydın aydınlı kılıç kırmızı ışık ısparta ırmak istanbul izmir ankara eskişehir muğla şahin şeker şirket şehir
   şubat şule ayşe ayşegül paşa başak başkan güneş gümüş güler gül türk türkiye ürün üretim özgür öztürk özdemir öz ömer önder göksu
   gönül köy çağlar çağrı çelik çetin çiftçi çorum çok doğan erdoğan doğu dağ dağı yağmur uğur oğlu oğuz ağa ağrı sağlık soğuk
   müşteri adı soyadı telefonu vergi dairesi sanayi sınırlı sınıf satış alış fatura tarihi tutarı ıı altın balık adıyaman iğdır ığdır
   kadıköy beyoğlu üsküdar diyarbakır şanlıurfa çankırı kayseri kırşehir fırın yazılım bilişim danışmanlık inşaat inşaatı hırdavat işçi
   işletme iş sultanı canıtez halıcı kapı yapı sıcak kızıl küçük büyük bülent gülay nazım kâzım âdil hâkim`,
  // Russian
  `ооо ромашка москва московская иванов иванова иванович петров петрова сидоров смирнов кузнецов попов васильев новосибирск
   санкт-петербург екатеринбург казань нижний новгород самара омск челябинск ростов уфа красноярск пермь воронеж волгоград компания
   город телефон адрес почта улица имя фамилия отчество организация общество ограниченной ответственностью зао оао ип счёт счет номер
   дата сумма договор покупатель поставщик товар услуга цена количество чайковский чехов щербаков щукин шевцов шишкин юрий юлия
   яковлев ярославль ёлка пётр алёна семён фёдоров эдуард элина жуков жданов хабаровск царёв цветков объект подъезд вектор альянс
   александр алексей андрей анна борис виктор владимир галина дмитрий евгений елена зинаида игорь ирина кирилл константин лариса
   людмила максим марина михаил надежда наталья николай оксана олег ольга павел роман светлана сергей степан татьяна тимофей ульяна
   филипп форма торговый дом завод строй сервис центр группа фирма магазин склад индустрия технологии металл нефть газ`,
  // Ukrainian and Bulgarian
  `київ шевченко львів харків одеса дніпро запоріжжя івано-франківськ чернівці чернігів житомир тернопіль україна українська вінниця
   ковальчук бондаренко мельник олійник ткаченко юрій сергій андрій олексій євген євгенія їжак їхній ґанок підприємство назва місто
   вулиця рахунок петър георги георгиев димитър димитров иван иванов софия пловдив варна бургас русе фирма държава адрес българия
   ъгъл първа търговия стоян тодоров николов христо хасково стара загора велико търново край клиент фактура`,
  // Greek
  `παπαδόπουλος παπαδοπούλου γεωργίου γεώργιος αθήνα αθηνών θεσσαλονίκη πάτρα πειραιάς ηράκλειο κρήτη λάρισα βόλος ρόδος κέρκυρα
   εταιρεία εταιρία ανώνυμη πόλη οδός όνομα επώνυμο τηλέφωνο διεύθυνση νίκος νικόλαος γιάννης ιωάννης κώστας κωνσταντίνος
   δημήτρης δημήτριος μαρία ελένη άννα αικατερίνη βασίλης σπύρος χρήστος χρίστος παναγιώτης αθανάσιος ευάγγελος μιχάλης στέλιος
   αντώνης θόδωρος θεόδωρος ξενοδοχείο ψάρι ψυχή φίλιππος ζωή ζαχαρίας τιμολόγιο ποσό ημερομηνία πελάτης πληρωμή υπόλοιπο
   αριθμός ταχυδρομικός κώδικας ελλάδα ελληνική εμπορική βιομηχανία τεχνική κατασκευές υπηρεσίες άγιος όμιλος ύδρα ώρα έργα ήπειρος
   μακεδονία πελοπόννησος οικονόμου καραγιάννης βλάχος μακρής αλεξίου ιωαννίδης κωνσταντινίδης λογιστικό γραφείο αφοί υιοί`,
]

/** Characters that names, towns and companies are written with. */
const CHARACTERS = {
  japanese: `株式会社有限山田中村佐藤鈴木高橋伊渡辺邊小林加吉本松井上野東京都大阪市県区町丁目番号工業商事産店支営部課長様御名前住所電話郵便担当者姓氏請求書
    合計金額日月年税込抜品数量単価備考太郎花子一二三四五六七八九十百千万円美子男雄夫和正明弘健次真由香里奈恵洋介翔大輔直樹石川清水池山崎阿部森橋
    長谷近後岡青坂遠福西藤原前金河内谷安新今古岩平菊横宮武竹馬場久保関根千葉横浜神奈川名屋愛知京兵庫戸札幌北海道福岡広島仙台宮城埼玉静沢新潟熊鹿児島
    沖縄那覇奥富士見院丸赤黒白緑南口駅前通条央港品渋谷宿世田杉並江墨台運輸建設製作所機械電気通信情報株銀行病院学校大学法人財団団体組合事務所
    代表取締役社員総務経理営業開発技術研究企画顧客注文納期発送受付文英語音楽料理食飲酒米茶花鳥風竜龍虎春夏秋冬朝夕空星光波浜岸瀬沼津島崎`,
  simplified: `公司有限科技北京上海广州深圳天津重庆成都武汉南京杭州苏州西安长沙郑州青岛大连宁波厦门福建山东浙江江苏广东四川湖北湖南河北河南安徽辽宁省市区县路
    街号室楼镇乡村张王李赵刘陈杨黄吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆金石戴贾韦
    夏付方邹熊白孟秦邱侯江尹薛段雷龙史陶贺顾毛郝龚邵万钱严武莫孔伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂小大红建国文志华玉春梅
    海波宇浩然子轩梓涵雨佳欣怡思远客户名称姓电话地址邮编城市联系人电子箱手机传真金额合计日期数量单价发票账税务贸易实业集团股份工程技术服务
    商务信息网络软件系统设备机械制造材料化学医药食品服装家具汽车银行保险投资管理咨询教育文化传媒广告物流运输进出口建筑房地产电器能源环保一二三四五六七八九十`,
  traditional: `公司有限股份科技台臺北中南東西高雄新竹桃園苗栗彰化雲林嘉義屏花蓮宜蘭基隆澎湖金門香港九龍島灣澳門市縣區鄉鎮路街段巷弄號樓室陳林黃張李王吳劉蔡楊許鄭謝
    洪郭邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾游彭詹胡施沈余盧梁趙顏柯翁魏孫戴范方宋鄧杜傅侯曹薛丁卓馬阮董唐溫藍蔣石古紀姚連馮歐程湯康姜田
    汪白鄒尤巫鐘黎涂龔嚴韓袁明志俊建文雅淑美玲惠怡婷佳穎宏偉家豪宗翰冠宇承恩子軒品睿小大國華英芳秀麗雲玉春梅珠鳳客戶名稱姓電話地址郵遞聯絡人電子信箱
    手機傳真金額合計日期數量單價發票統一編號稅務貿易實業企業集團工程技術服務商務資訊網路軟體系統設備機械製造材料化學醫藥食品服飾家具汽車銀行保險投資管理顧問
    教育文化廣告物流運輸進出口建設營造電器能源環保工廠國際一二三四五六七八九十生物光電半導體青志玲`,
  korean: `김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진나지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁
    국어은편용예경봉사부산대광울세종수북동남로시군읍면리구길층호회사주식유한전자상사산업물류무역건설통신기술정보은행보험병원학교대학법인단체협회점영업개발연구총
    미래하늘바다희철영순자숙경화재훈민준현우지호건우도윤예서연아윤하은주혜진수정은영미경상성태형석환규식동욱빈찬혁솔별담당연락처이메일주소전화번호우편성명이름회사명
    고객금액합계날짜수량단가세금청구서계좌비고서울인천대전광주제주경기충청전라평택용인수원고양창원포항안산과천파주김포화성순천여수목포군산익산
    신삼엘지롯데카페마트식당커피빵집꽃옷책방스타트업코리아디자인소프트웨어시스템솔루션테크글로벌그룹홀딩스`,
}

/** Each letter beyond ASCII with its neighbours, as it stands in a language; `^` and `$` are the ends of a word. */
export const contexts = WORDS.map((words) => {
  const seen = new Set<string>()
  for (const word of words.split(/[\s-]+/))
    for (const context of contextsOf(word)) for (const one of context) seen.add(one)
  return seen
})

/** Of each letter beyond ASCII: itself, with the letter before it, with the one behind it, with both. */
export function contextsOf(word: string): [string, string, string, string][] {
  const letters = ['^', ...word, '$']
  return letters.flatMap((letter, at) => {
    if (letter < '\u00c0') return []
    const [before, after] = [letters[at - 1]!, letters[at + 1]!]
    return [[letter, before + letter, letter + after, before + letter + after]]
  })
}

export const characters = Object.fromEntries(
  Object.entries(CHARACTERS).map(([language, all]) => [language, new Set(all.replace(/\s/g, ''))]),
) as Record<keyof typeof CHARACTERS, Set<string>>
