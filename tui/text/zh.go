package text

// Chinese is zh-CN.
var Chinese = Words{
	Till: "收银台", Cashier: "收银员", Simulated: "不是真钱", SimulatedShort: "演练",
	LastSale: "上一笔", NoSale: "还没有交易", NoneOpen: "无待核实", OpenCount: "待核实 %d 笔",
	UnclaimedCount: "未交接 %d 笔", Offline: "读不到交易日志",

	KeyEnter: "回车", KeyEsc: "Esc", KeyQuit: "Ctrl+C",
	DoFace: "刷脸收款", DoScan: "改用扫码", DoCode: "扫付款码", DoClear: "清空", DoQuit: "退出", DoCancel: "取消收款",
	DoAsk: "立即查询", DoEnd: "停止等待并撤销", DoNext: "下一位顾客", DoAgain: "重新收款", DoBack: "返回", DoAnother: "另一位，继续收款",
	DoClaims: "处理未交接", DoGiven: "货已交给顾客", DoGiveBack: "退款给顾客", DoRetryHalt: "重试",
	DoSendCode: "收款", DoLater: "以后处理",
	Amount: "收款金额（元）", AmountHint: "输入金额，按回车请顾客刷脸，或直接扫顾客的付款码", AmountHintNoFace: "输入金额，然后扫顾客的付款码",
	AmountTooLarge: "金额最多 9999999.99 元", AmountZero: "请先输入金额",
	OverFaceLimit: "超过刷脸单笔限额 %s 元，请扫顾客的付款码", FaceLimit: "刷脸单笔最多 %s 元",

	CodeTitle: "扫码收款", CodeHint: "请扫顾客的微信付款码", CodeHintCustomer: "请顾客打开微信：我 > 服务 > 收付款",
	CodeDigits: "已读 %d 位", CodeFromFace: "顾客选择扫码付款，请扫付款码",

	StepAmount: "金额", StepFace: "刷脸", StepCode: "扫码", StepSubmit: "提交", StepConfirm: "确认", StepReverse: "撤销",
	NowBegin: "准备中", NowCapture: "等顾客看镜头", NowStopping: "正在关闭摄像头", NowClock: "校对时间", NowSubmit: "等微信答复", NowAsk: "正在查询",
	NowWait: "%d 秒后再查", NowReverse: "正在撤销", NowRecognised: "已识别", NowSent: "已发出",
	Elapsed: "已 %d 秒", Left: "剩 %d 秒", Overdue: "时间到，马上有结果",

	SayBegin: "请稍候", SayCapture: "请顾客看摄像头，按屏幕提示操作", SayStopping: "正在取消，请稍候",
	SayStoppingForCode: "付款码已读到，正在停止刷脸，停好马上用它收款", SaySubmit: "正在扣款，请顾客稍候，先不要交货",
	SayPassword: "请顾客在手机上输入支付密码，先不要交货", SayDoubt: "微信还没给出结果，正在核实。刷脸屏可能请顾客找收银员确认：先不要交货",
	SayReversing: "正在撤销，即使顾客手机显示已支付也不要交货，钱会退回",

	EscCancels: "按 Esc 取消，不会扣款", EscEnds: "再按一次 Esc：不再等待，撤销这笔交易。顾客手机即使显示已支付，也不要交货，钱会退回",
	EscCancelling: "已要求取消", EscEnding: "已要求停止等待，正在做最后一次查询",

	Paid: "已支付", NotCharged: "未扣款", Checking: "核实中",
	PaidSay: "收款成功，可以交货", PaidNotWritten: "收款成功，但本机记录失败：请记下单号，告诉店长",
	CancelledSay: "已取消，没有扣款",
	ReversedSay:  "已撤销，扣过的钱已退回顾客", RefundedSay: "已全额退款给顾客",
	CheckingSay: "先不要交货。即使顾客手机显示已支付也不要交货，钱会退回", CheckingOpen: "先不要交货，后台会继续核实，可以先接待下一位",
	PersonSay: "先不要交货。需要店长到微信商户平台核对这笔交易", RefundingSay: "正在退款给顾客，不要交货",
	UnclaimedSay: "重启后查到已扣款：货交了吗？请按 u 处理", ElsewhereSay: "先不要交货。这笔交易已由另一台收银台接手，请到那里看结果",
	BrokenSay: "先不要交货。本机出错，还不知道结果，请到「待核实」里查看", NotBegunSay: "没有开始收款，没有扣款",
	OrderLine: "单号 ..%s", TransactionLine: "微信单号 %s", CodeLine: "代码 %s", MethodFace: "刷脸", MethodCode: "扫码",
	ByCustomer: "顾客取消了刷脸", ByCashier: "收银员取消", ByScan: "改为扫码", ByRestart: "重启前没有提交", BySignal: "程序被要求退出",
	CodeUnused:  "刚才扫的付款码没有使用",
	StateOpened: "待刷脸", StateIdentified: "已识别", StateSubmitting: "提交中", StateConfirming: "确认中", StateReversing: "撤销中",
	StateNeedsPerson: "待人工核实", StatePaid: "已支付", StateRefused: "未扣款", StateCancelled: "已取消", StateNotSent: "未发出",
	StateReversed: "已撤销", StateRefunding: "退款中", StateRefunded: "已退款", StateUnclaimed: "已扣款未交接",

	StoppedTitle: "先停一下：可能是同一位顾客", StoppedSay: "刚才有一笔同样金额的交易：",
	StoppedPaid: "这笔已经扣款，但没有确认交货", StoppedOpen: "这笔还没有结果",
	StoppedAsk: "如果还是那位顾客，不要再收一次。确定是另一位顾客，按 n 继续",

	HaltTitle: "暂停收款", HaltCertificate: "商户证书不可用，出错的交易将无法撤销", HaltKey: "微信不接受本店的密钥或请求格式",
	HaltOther: "有原因使新交易不能开始", HaltDo: "请联系店长，排除后运行 facetill doctor，再重试",

	ClaimTitle: "已扣款，没有确认交货", ClaimSay: "这笔在重启后才查到已扣款。货交给顾客了吗？",
	ClaimArmedGiven: "再按一次 g：记为货已交给顾客", ClaimArmedBack: "再按一次 b：把钱退给顾客",
	ClaimDone: "已记录", ClaimNone: "没有未交接的交易",
	FoundOpen: "有 %d 笔交易还在核实，先不要为它们交货", FoundUnclaimed: "有 %d 笔已扣款但没有确认交货，按 u 处理",

	CodeAlipay: "这是支付宝付款码，这里只收微信", CodeUnionPay: "这是银联（云闪付）付款码，这里只收微信", CodeGoods: "这是商品条码，不是付款码",
	CodeLink: "这是链接或收款码，请顾客出示付款码", CodeWrong: "这不是微信付款码，请顾客打开付款码", CodeCut: "没有读全，请再扫一次",
	CodeNeedsAmount: "请先输入金额，再扫码", CodeBusy: "这笔还没有结果，刚扫的码没有使用", CodeNotNow: "这个页面不收款，刚扫的码没有使用",

	QuitIdle: "再按一次 Ctrl+C 退出", QuitScanning: "再按一次 Ctrl+C：取消这笔收款并退出，没有扣款",
	QuitOpen:       "再按一次 Ctrl+C 退出。这笔交易的结果还不知道，退出后要重新打开收银台，或运行 facetill recover 才会继续核实",
	QuitBackground: "再按一次 Ctrl+C 退出。还有 %d 笔在核实，退出后要重新打开收银台，或运行 facetill recover 才会继续",

	Rest: "休息中", RestHint: "按任意键继续",

	DoOpen: "待核实", DoHistory: "记录", DoSettings: "设置",
	DoHelp: "按键", DoAskNow: "立即查询", DoResolve: "人工处理",
	DoTimeline: "查看", DoMove: "选择", DoFilter: "查找",
	DoDay: "换一天", DoNextField: "下一项", DoRecord: "确认记录",
	KeyUpDown: "上下", KeySideways: "左右", KeyDelete: "Del", OpenTitle: "待核实的交易", OpenSay: "请勿交货；收银机会自动继续处理",
	OpenNone: "没有待核实的交易", Age: "%s前", Seconds: "%d秒", Minutes: "%d分钟", Hours: "%d小时%02d分", Days: "%d天",
	ListPart: "第%d至%d条，共%d条", TryAsk: "正在向微信查询", TryReverse: "正在撤销",
	TryClosePage: "正在撤销：请顾客关闭密码页面", TryRefund: "退款处理中", TryPerson: "请店长到微信商户平台核对",
	TryIn: "%s后再试", TryNow: "马上再试", TryElsewhere: "由另一程序处理",
	LastHeard: "上次：%s", AskedNow: "正在向微信查询", ResolveTitle: "人工处理",
	ResolveAsk: "实际情况是什么？将记录姓名，并在以后与微信核对", ResolveBy: "姓名", ResolveReason: "依据",
	ResolvePIN: "店长密码", ResolveEmpty: "请先填写此项", ResolveSay: "按最后一次回车之前不会记录",
	AsPaid: "顾客已付款，可交货", AsNotCharged: "顾客未被扣款", AsGiven: "货已交付",
	AsGiveBack: "把钱退还顾客", HistoryTitle: "交易记录", HistoryNone: "没有交易",
	HistorySum: "已支付%d笔，共%s元", FilterLine: "查找：%s", TimelineTitle: "交易详情",
	OrderWhole: "订单 %s", RefLine: "参考号 %s", ByHandLine: "%s 记录：%s",
	HelpTitle: "本页按键", HelpScan: "交易中随时可以扫付款码", HelpWords: "已支付：可交货；未扣款、核实中：不可交货",
	OpenClaimSay: "货交给顾客了吗？需人工确认，请按 m",
	HelpSums:     "金额可以相加：12.80+3.50", SettingsTitle: "设置（不显示密钥）",

	DoTrain: "选顾客", DoTrainCode: "出示付款码", DoPowerCut: "断电",
	DoChoose: "选定", TrainingTitle: "演练：下一位顾客", TrainingSay: "不涉及真实资金。F11 出示付款码，F12 断电：断电后请重新打开收银台",
	PowerIsCut: "演练：已断电。请重新打开收银台，看看它找到了什么。", TrainingNext: "下一位顾客：%s", LessonPays: "正常付款", LessonPassword: "需要输入密码，稍后输入",
	LessonNoPassword: "需要输入密码，一直不输入", LessonCardEmpty: "余额不足", LessonWalksAway: "走开了",
	LessonWantsToScan: "想扫码付款", LessonUnknownFace: "无法识别", LessonNetworkDrops: "已扣款，但网络中断没有收到结果",
	LessonCameraGone: "刷脸设备坏了",

	DoMember: "会员", MemberTitle: "识别会员", MemberNobody: "没有识别到会员，可照常收款", MemberFailed: "无法识别", MemberIs: "会员：%s",

	SlipTitle: "微信刷脸支付凭证", SlipBackTitle: "撤销凭证", SlipNoTitle: "非付款凭证",
	SlipReprint: "** 补打 **", SlipState: "结果", SlipCash: "顾客实付",
	SlipRefunded: "已退款", SlipMethod: "支付方式", SlipTime: "时间",
	SlipLane: "收银台", SlipCashier: "收银员", SlipOrder: "订单号", SlipWeChat: "微信单号",
	SlipRef: "参考号", SlipThanks: "谢谢惠顾", SlipIsBack: "款项已退回，银行入账可能需要一些时间。",
	SlipGoesBack: "款项将退还给您，即使手机显示已支付。", SlipNothing: "没有扣款。", SlipOpen: "结果尚未确定，本单不作付款凭证，请保留并向店家查询。",
	SlipTraining: "演练 - 不是真钱", DoReceipt: "凭证",

	DoDayClose: "日结", DayTitle: "日结", DayOpen: "%d笔待核实，合计还不是最终结果", DayWithheld: "%d笔待核实，暂时没有合计", DoForce: "仍要合计", DayByHand: "%d笔人工处理", DayAll: "合计",

	CustomerAmount: "应付金额", CustomerLook: "请看摄像头",
	CustomerWait: "请稍候", CustomerPassword: "请在手机上输入支付密码",
	CustomerPaid: "支付成功，谢谢惠顾", CustomerNotCharged: "未扣款",
	CustomerChecking: "请与收银员确认支付结果", CustomerNoTill: "收银台未打开",

	FactOpened: "开始收款", FactIdentified: "已识别顾客", FactIntent: "准备扣款", FactBegun: "已发送请求",
	FactNotSent: "请求未发出", FactCancelled: "已取消", FactAnswered: "微信答复扣款", FactAsked: "微信答复查询",
	FactPaid: "已扣款", FactTold: "已显示支付成功", FactUnclaimed: "扣款后无人知晓", FactGiven: "人工确认货已交付",
	FactRefused: "被拒绝，未扣款", FactNumberClosed: "订单号已关闭", FactReopened: "拒绝后发现有扣款", FactDecided: "决定撤销",
	FactReverseAnswered: "微信答复撤销", FactReversed: "已撤销，经核实", FactPersonNeeded: "需要人工处理", FactResolved: "人工处理",
	FactRefundBegun: "开始退款", FactRefundAsked: "微信答复退款查询", FactRefundEnded: "退款结束",

	// What came with a fact, and an answer that proves nothing.
	FactNoAnswer: "扣款未收到有效答复", FactNoAskAnswer: "查询未收到有效答复", FactNoReverseAnswer: "撤销未收到有效答复", FactNoRefundAnswer: "退款查询未收到有效答复",
	Detail: map[string]string{
		"answer": "扣款答复", "query": "查询", "person": "人工", "cashier": "收银员", "customer": "顾客", "scan": "改为扫码", "timeout": "刷脸超时",
		"signal": "程序退出", "restart": "重启", "replay": "重复请求", "window": "等待时间到", "page_closed": "密码页已关闭",
		"refused_in_doubt": "被拒绝，未见扣款", "unconfirmed": "拒绝结果无法核实", "reverse_refused": "撤销被拒绝", "reverse_expired": "超过撤销期限",
		"lost": "没有有效答复", "paid": "已支付", "paying": "等待输入密码", "rejected": "请求未被接受", "not_sent": "未发出", "refused": "被拒绝",
		"doubt": "结果不明", "notpay": "未支付", "closed": "订单已关闭", "revoked": "已撤销", "notexist": "订单不存在", "payerror": "支付失败",
		"refund": "有退款", "reversed": "已撤销", "again": "需要重试", "stopped": "无法撤销", "expired": "超过撤销期限", "certificate": "证书未被接受",
		"refund_accepted": "已受理", "refund_pending": "处理中", "refund_all": "已全额退回", "refund_part": "部分退回", "refund_stuck": "退款异常",
		"refund_none": "没有退款", "refund_refused": "退款被拒绝",
	},

	// What did not work.
	ErrPIN: "店长密码不对，没有做任何操作", ErrOwned: "这笔交易由另一程序处理，请到那里查看", ErrBlocked: "这笔交易还没有结果，请查看待核实", ErrUnknown: "本机没有这笔交易",
	ErrLate: "没有及时完成，请重试", ErrWritten: "姓名和依据请各写一行，不要太长", ErrChanged: "这笔交易已有变化，请返回再看", ErrOther: "本机出错，没有完成",

	// Heads of the sums of a day.
	DayCounts: "待核实 %d 笔，人工处理 %d 笔",
	ColMethod: "方式", ColCashier: "收银员", ColSales: "笔数", ColCharged: "收款", ColRefunded: "退款", ColSum: "净额",

	// Keys where there is little room.
	BriefAgain: "重新收款", BriefNext: "下一位", BriefForce: "仍要合计", BriefClaims: "未交接",
	BriefFace: "刷脸收款", BriefGiven: "已交货", BriefGiveBack: "退款", BriefEnd: "停止并撤销", BriefAnother: "继续收款",
	DoMore: "更多", DoScroll: "翻看",

	Why: map[string]string{
		"NOTENOUGH": "余额不足，请顾客换一张卡", "NOTSUPORTCARD": "不支持这张卡，请顾客换卡或绑定新卡",
		"FACE NOTENOUGH": "余额不足，请顾客查看支付账户或换卡，也可改扫付款码", "FACE TRADE_ERROR": "请顾客查看支付账户是否正常，也可改扫付款码",
		"FACE RULELIMIT": "超过刷脸支付限额，请扫付款码；店长可申请提高限额",
		"AUTHCODEEXPIRE": "付款码已过期，请顾客刷新后再扫", "AUTH_CODE_ERROR": "付款码已用过，请顾客刷新后再扫",
		"AUTH_CODE_INVALID": "这不是微信付款码，请再扫一次", "BUYER_MISMATCH": "付款人变了，请重新收款",
		"RULELIMIT": "超过顾客的支付限额，请换一种付款方式", "TRADE_ERROR": "顾客的账户暂时不能付款，请换一种方式",
		"USERPAYING": "顾客没有输入密码", "NOTPAY": "顾客没有付款", "PAYERROR": "付款没有成功，请重新收款",
		"ORDERCLOSED": "这笔单已关闭，请重新收款", "ORDERREVERSED": "这笔单已撤销，请重新收款",
		"NOAUTH": "本店没有这项收款权限，请联系店长", "FACEPAY_NOT_AUTH": "本店没有刷脸收款权限，请扫付款码",
		"PARAM_ERROR": "请求内容有误，请联系店长", "SIGNERROR": "本店的密钥不对，请联系店长", "LACK_PARAMS": "请求内容不全，请联系店长",
		"NOT_UTF8": "请求编码不对，请联系店长", "XML_FORMAT_ERROR": "请求格式不对，请联系店长", "REQUIRE_POST_METHOD": "请求方式不对，请联系店长",
		"POST_DATA_EMPTY": "请求内容为空，请联系店长", "APPID_NOT_EXIST": "appid 不对，请联系店长", "MCHID_NOT_EXIST": "商户号不对，请联系店长",
		"APPID_MCHID_NOT_MATCH": "appid 与商户号不配，请联系店长", "FREQUENCY_LIMITED": "请求太频繁，请稍等再收款",
		"INVALID_REQUEST": "微信没有接受这笔请求，请重新收款",
		"USER_CANCEL":     "顾客取消了刷脸", "SCAN_PAYMENT": "顾客选择扫码付款", "STOPPED": "刷脸已停止", "SCAN_TIMEOUT": "刷脸时间到了，请重试或扫付款码", "ERROR": "没有认出顾客，请扫付款码",
		"SYSTEMERROR": "系统忙，请重新收款", "AUTHINFO": "没有取到刷脸凭证，可试扫付款码，或收现金", "271378620": "刷脸设备没有准备好，请重试或扫付款码",
		"271378621": "刷脸设备正在启动，请稍等或扫付款码", "FAIL": "刷脸设备出错，请扫付款码",
		"DEVICE_GONE": "刷脸设备没有反应，请扫付款码", "DEVICE_CRASHED": "刷脸程序崩溃了，请扫付款码", "DEVICE_TIMEOUT": "刷脸设备没有及时答复，请扫付款码",
		"DEVICE_BUSY": "刷脸设备正忙，请稍等或扫付款码", "DEVICE_ANSWER": "刷脸设备答复有误，请扫付款码",
		"DEVICE_REQUEST": "这台刷脸设备不支持这样收款，请扫付款码", "DEVICE_ACCESS": "刷脸设备拒绝连接，请扫付款码",
		"DNS": "连不上网络，可先收现金，请检查网线", "CONNECT": "连不上微信，可先收现金，请检查网络",
		"NETWORK": "微信没有应答，可先收现金，请检查网络",
		"PROXY":   "代理服务器连不上，可先收现金，请店长检查网络", "TLS": "与微信的安全连接失败，可先收现金，请店长检查网络",
		"SEND_BY": "网络太慢，没有发出，请重新收款", "FIELD": "请求内容有误，请联系店长", "NOT_CONFIGURED": "没有配置刷脸设备，请扫付款码",
	},
	CameraBack:   "刷脸设备已恢复，按回车刷脸，也可继续扫付款码",
	StoppedFree:  "那笔交易没有扣款，可按回车收款",
	HistoryEmpty: "没有符合的交易",
	CameraDown:   "。扫码和现金仍可使用，设备会自动重试",
	OtherRefusal: "微信没有接受这笔付款，请换一种方式", OtherFailure: "没有开始扣款，请重试或扫付款码",
}
