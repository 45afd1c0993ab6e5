extension Tokenizer {
  /// What any English text is made of: common words with the space before them, frequent pieces of
  /// others, and pairs of digits.
  static var pieces: [[UInt8]] {
    let words = beginnings.split(separator: " ").flatMap { [Array($0.utf8), Array(" \($0)".utf8)] }
    let others = endings.split(separator: " ").map { Array($0.utf8) }
    let spaced = (UInt8(ascii: "!")...UInt8(ascii: "~")).map { [UInt8(ascii: " "), $0] }
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let common = commonWords.split(separator: " ").map { Array(" \($0)".utf8) }
    return words + common + others + spaced + digits.flatMap { ten in digits.map { [ten, $0] } }
  }

  /// The first two bytes of the characters of common scripts, so that a letter beyond ASCII counts
  /// as one token or two instead of three: Latin, Greek, Cyrillic, Hebrew, Arabic; then Indic and
  /// East Asian scripts; then emoji.
  static var partialCharacters: [[UInt8]] {
    let pairs = [0xC3...0xC5, 0xCE...0xD1, 0xD7...0xD9, 0xE0...0xE0, 0xE2...0xED].joined()
    return pairs.flatMap { first in (UInt8(0x80)...0xBF).map { [UInt8(first), $0] } } + [
      [0xF0, 0x9F], [0xF0, 0x9F, 0x98], [0xF0, 0x9F, 0x91], [0xF0, 0x9F, 0x8E],
    ]
  }

  private static let beginnings = """
    ab abs ac ad af al all am an anti any app ar art as at auto back bal ban bar be ben bi bit blo \
    bo book br bu but by ca can cap car cas cent ch char che ci cl co col com comp con cont cor \
    count cr cu cur cy da dat day de dec def del dem der des det dev di dif dis do doc down dr du \
    ec ed el em en end ent er es eu ev ex exp ext fa fact fe fi fil fin fl fo for form fr free \
    fri from fu full func ga gen ge gi gl go god gr gra gu ha hand hard has he head her hi high \
    him his ho hol home hou hu id im imp in ind inf int inter is it ja jo ju just ka ke key ki kn \
    know ko la lab land lat le leg li lib like lin list lo loc log long lu ma mag main make man \
    mar mas mat me med mem men mer met mi mic mid mil min mis mo mod mon more mos mu mul my na \
    nat ne new ni no non nor not num ob of off ol on one op or out over own pa par part pass pat \
    pe per ph pl play po pol port pos pr pre pri pro prob pub pul put qu que ra rad re read real \
    rec ref rel rep res ret rev ri ro run sa sc sch se sec self sen ser set sh she show si sim \
    sit so sol some sp spec st sta stand start str sub such sup sur sy sys ta tak te tech tem ten \
    ter test th than that the their them then there they this thr ti time to top tr trans tri tu \
    ty un und under uni up us use val var ve ver vi vis vo wa was we well were wh what when where \
    which who wi will win wit with wo word work would wr year you
    """

  private static let endings = """
    able ably ace ach age ain air ake ale ally ame ance ang ange ant ard are ark arm ary ase ash \
    ass ast ate ated ater ates ating ation ations ative ator ave aw ay ble ced cess cial cing cle \
    ction ding dom ear eat ect ection ed ee een eer ell ely ement ence ency ened ens ense ential \
    er ere ered ern ers ery es ese esis ess est et eth etic ever ful fully gle graph hip ial ian \
    ible ic ical ically ice ich ict ied ier ies ific ify ight ign ile ility ill im ime ine ined \
    iness ing ings ion ions ious ird ire ise ised ish ism iss ist ists ite ition ity ive ized \
    izing ization ize ject ked ken ker king lar ld led less let ley ling logy ly man mb ment \
    ments mer mp nce nd ned ner ness ng ning nt nts oad ock ode og ogn oid oin oke old ology om \
    ome ong onic oo ood ook ool oon oot ord ore orm ors ort ory ose oss ost other oth ough ould \
    ound our ous ously out ove ower own pect per ple plete port pped pping rate red rent ress ric \
    ried ring rist rm row rs rt sed sel ship side sing sion sis sive some son st stand ster sting \
    stra tain ted tely ter tern ters th ther tic tical tics tie ting tion tional tive tle tor \
    tory tri ture uct ude uel ug ular ull ult um und ung unt up ural ure ured ures urn ury use \
    ust ute ution ver vers view ving ward ware way wer wise work xt ys
    """

  private static let commonWords = """
    able about above account across act action active actually add address afternoon again age \
    ago agree ahead air alone along already although always amount animal answer anyone anything \
    apart appear apple area arm arrive art aside ask asked attack aunt author available away \
    baby ball bank base basic battle beach bear beat beautiful became become bed began begin \
    behavior believe bell belong below beside beyond big bird birth black blood blow blue board \
    body bone born both bottom bought box boy branch bread break breath bridge bring broke \
    brother brought brown build building built burn bus business busy buy call called came \
    camera camp capital care carry case catch caught cause cell center central century certain \
    chair change chapter character check child children choice choose church circle city class \
    clean clear clock close clothes cloud coast code cold collect color column come common \
    community company compare complete computer concern condition consider contact contain \
    continue control cook cool copy corn corner correct cost cotton council country couple \
    course court cover create crowd cry culture current customer cut dance danger dark database \
    daughter day dead deal dear death decide decision deep degree depend describe design desk \
    detail develop device die differ difference different difficult dinner direct discover \
    discuss distance divide doctor document dog dollar done door doubt down draw dream dress \
    drink drive drop dry during dust each ear early earth east easy eat edge education effect \
    egg eight either election else employee empty energy engine English enjoy enough enter \
    entire environment equal error especially evening event ever every everyone everything \
    example except exercise expect experience explain eye face fact factory fail fall family \
    famous far farm fast father favor fear feel feet fell felt fence few field fight figure fill \
    final find finger finish fire first fish five flat floor flow flower fly follow food foot \
    force foreign forest forget form forward found four free fresh friend front fruit full \
    function fund future game garden gas gave general gentle get girl give glass goal goes gold \
    gone good got government grand grass great green grew ground group grow guess gun hair half \
    hand happen happy hard hat head health hear heard heart heat heavy height held help high \
    hill history hit hold hole home hope horse hospital hot hotel hour house however huge human \
    hundred hunt hurry husband ice idea image imagine important inch include increase indeed \
    industry information inside instead interest international island issue itself job join \
    journey joy judge jump kept key kill kind king kitchen knew knife know knowledge lady lake \
    land language large last late laugh laughed law lay lead learn least leave led left leg \
    length less letter level lie life light line list listen little live local lone long look \
    looked lost lot loud love low machine magazine main major make man manage many map mark \
    market marriage mass master match material matter maybe mean measure meat medical meet \
    meeting member memory mention message metal method middle might mile military milk million \
    mind minute miss model modern moment money month moon morning mother mountain mouth move \
    movement movie much music must name nation nature near necessary neck need neighbor never \
    new news next night nine nobody noise none noon north nose note nothing notice now number \
    object observe occur ocean offer office often oil old once open operate opinion order \
    organization original other outside own page paid paint painted pair paper parent park part \
    particular party pass past path pattern pay peace people perhaps period person phone photo \
    phrase picture pictures piece place plain plan plane planet plant play please point police \
    policy poor popular population position possible pound power practice prepare present \
    president press pretty price print private probably problem process produce product program \
    project property protect prove provide public pull purpose push question quick quiet quite \
    race radio rain raise ran range rather reach read ready real really reason receive record \
    red region remain remember repeat reply report represent require research rest result return \
    rich ride right ring rise river road rock room root rope rose round row rule run sad safe \
    said sail salt same sand sat save saw say scale school science sea search season seat second \
    secret section see seed seem sell send sense sentence separate series serious serve service \
    set seven several shall shape share sharp ship shoe shop short should shoulder shout show \
    side sight sign silent silver similar simple since sing sister sit situation six size skill \
    skin sky sleep slow small smell smile smoke snow social society soft soil soldier solution \
    solve someone something sometimes son song soon sorry sort sound south space speak special \
    speech speed spell spend spoke sport spot spread spring square staff stage stand star start \
    state station stay steam steel step stick still stone stood stop stopped store story \
    straight strange stream street stretch strong student study subject success such sudden \
    sugar suggest summer sun supply support sure surface surprise sweet swim symbol system table \
    tail take talk talking tall teach teacher team tell ten term test text than thank thick thin \
    thing things think third thirty thought thousand three throw thus tie time tiny today \
    together told tomorrow tone tonight too took tool tooth total touch toward town track trade \
    traffic train travel tree triangle trip trouble truck true trust try turn twenty twice two \
    type under understand unit university until upon usual valley value various vary version \
    very video view village visit visitor voice wait walk wall want war warm wash watch water \
    wave way wear weather web website week weight went west wheel whether white whole whose why \
    wide wife wild wind window wing winter wire wish within without woman women wonder wood \
    world worry worse worth would write wrong wrote yard year yellow yes yesterday yet young \
    youngest yourself
    """
}
