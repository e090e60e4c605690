package text

// English is en.
var English = Words{
	Till: "till", Cashier: "cashier", Simulated: "no real money", SimulatedShort: "TRAINING",
	LastSale: "Last", NoSale: "no sale yet", NoneOpen: "none unsettled", OpenCount: "%d unsettled",
	UnclaimedCount: "%d unclaimed", Offline: "journal cannot be read",

	KeyEnter: "Enter", KeyEsc: "Esc", KeyQuit: "Ctrl+C",
	DoFace: "pay by face", DoScan: "scan instead", DoCode: "scan a code", DoClear: "clear", DoQuit: "quit", DoCancel: "cancel",
	DoAsk: "check now", DoEnd: "stop waiting, reverse", DoNext: "next customer", DoAgain: "charge again", DoBack: "back", DoAnother: "another customer, go on",
	DoClaims: "unclaimed charges", DoGiven: "goods were given", DoGiveBack: "give the money back", DoRetryHalt: "try again",
	DoSendCode: "charge", DoLater: "later",
	Amount: "Amount (yuan)", AmountHint: "Type the amount, then Enter for the face, or just scan the customer's code", AmountHintNoFace: "Type the amount, then scan the customer's payment code",
	AmountTooLarge: "The amount can be 9999999.99 at most", AmountZero: "Type the amount first",
	OverFaceLimit: "Above the face payment limit of %s yuan: scan the customer's code", FaceLimit: "Face payment: up to %s yuan",

	CodeTitle: "Payment code", CodeHint: "Scan the customer's WeChat payment code", CodeHintCustomer: "In WeChat: Me > Services > Money",
	CodeDigits: "%d digits read", CodeFromFace: "The customer wants to pay by code: scan it",

	StepAmount: "Amount", StepFace: "Face", StepCode: "Code", StepSubmit: "Submit", StepConfirm: "Confirm", StepReverse: "Reverse",
	NowBegin: "getting ready", NowCapture: "customer at the camera", NowStopping: "closing the camera", NowClock: "checking the time", NowSubmit: "waiting for WeChat", NowAsk: "asking WeChat",
	NowWait: "asking again in %d s", NowReverse: "reversing", NowRecognised: "recognised", NowSent: "sent",
	Elapsed: "%d s so far", Left: "%d s left", Overdue: "time is up, the result comes now",

	SayBegin: "One moment", SayCapture: "Ask the customer to look at the camera", SayStopping: "Cancelling, one moment",
	SayStoppingForCode: "Code read. Stopping the camera, then it is charged", SaySubmit: "Being charged. Do not hand over the goods yet",
	SayPassword: "Ask the customer to enter the password. No goods yet", SayDoubt: "WeChat has no result yet, checking. The camera may send the customer to you: no goods yet",
	SayReversing: "Reversing. No goods, even if the phone shows paid: the money comes back",

	EscCancels: "Esc cancels, nothing is charged", EscEnds: "Esc again: stop waiting and reverse. No goods, even if the phone shows paid: the money comes back",
	EscCancelling: "Cancelling was asked for", EscEnding: "Stopping. One last question to WeChat",

	Paid: "PAID", NotCharged: "NOT CHARGED", Checking: "STILL CHECKING",
	PaidSay: "Hand over the goods", PaidNotWritten: "Paid, but this till could not record it: note the number and tell the manager",
	CancelledSay: "Cancelled, nothing was charged",
	ReversedSay:  "Reversed: what was charged is back with the customer", RefundedSay: "Refunded in full",
	CheckingSay: "Do not hand over the goods, even if the phone shows paid: the money comes back", CheckingOpen: "Do not hand over the goods. Checking goes on; serve the next customer",
	PersonSay: "Do not hand over the goods. The manager has to look it up at WeChat's merchant site", RefundingSay: "Money is being refunded. Do not hand over the goods",
	UnclaimedSay: "Found charged after a restart. Were the goods given? Press u", ElsewhereSay: "Do not hand over the goods. Another till has taken this sale over: see there",
	BrokenSay: "Do not hand over the goods. This till had an error and does not know the result", NotBegunSay: "The sale did not begin, nothing was charged",
	OrderLine: "order ..%s", TransactionLine: "WeChat %s", CodeLine: "code %s", MethodFace: "face", MethodCode: "code",
	ByCustomer: "The customer cancelled", ByCashier: "Cancelled by the cashier", ByScan: "Changed to a code", ByRestart: "Not submitted before a restart", BySignal: "The program was told to stop",
	CodeUnused:  "The scanned code was not used",
	StateOpened: "face awaited", StateIdentified: "recognised", StateSubmitting: "submitting", StateConfirming: "confirming", StateReversing: "reversing",
	StateNeedsPerson: "needs a person", StatePaid: "paid", StateRefused: "not charged", StateCancelled: "cancelled", StateNotSent: "not sent",
	StateReversed: "reversed", StateRefunding: "refunding", StateRefunded: "refunded", StateUnclaimed: "charged, unclaimed",

	StoppedTitle: "Stop: this may be the same customer", StoppedSay: "A sale of the same amount came before:",
	StoppedPaid: "It was charged, and nobody confirmed the goods", StoppedOpen: "It has no result yet",
	StoppedAsk: "Same customer: do not charge again. Surely another customer: press n",

	HaltTitle: "Sales are stopped", HaltCertificate: "The merchant certificate does not work: a sale gone wrong could not be reversed", HaltKey: "WeChat refuses this store's key or requests",
	HaltOther: "New sales cannot begin", HaltDo: "Tell the manager; mend it, run facetill doctor, try again",

	ClaimTitle: "Charged, goods not confirmed", ClaimSay: "This was found charged after a restart. Did the customer get the goods?",
	ClaimArmedGiven: "g again: record that the goods were given", ClaimArmedBack: "b again: give the money back to the customer",
	ClaimDone: "Recorded", ClaimNone: "No unclaimed charge",
	FoundOpen: "%d unsettled: do not hand over their goods yet", FoundUnclaimed: "%d charged, goods not confirmed: press u",

	CodeAlipay: "This is an Alipay code; only WeChat is taken here", CodeUnionPay: "This is a UnionPay code; only WeChat is taken here", CodeGoods: "This is a product barcode, not a payment code",
	CodeLink: "This is a link: ask for the payment code", CodeWrong: "Not a WeChat payment code: ask for the payment code", CodeCut: "Not read whole: scan again",
	CodeNeedsAmount: "Type the amount first, then scan", CodeBusy: "This sale has no result yet; the scanned code was not used", CodeNotNow: "No sale on this page; the scanned code was not used",

	QuitIdle: "Ctrl+C again to quit", QuitScanning: "Ctrl+C again: cancel this sale and quit, nothing is charged",
	QuitOpen:       "Ctrl+C again to quit. The result is not known yet: it is only found when the till opens again or facetill recover runs",
	QuitBackground: "Ctrl+C again to quit. %d unsettled: they go on only when the till opens again or facetill recover runs",

	Rest: "at rest", RestHint: "press any key",

	DoOpen: "unsettled", DoHistory: "history", DoSettings: "settings",
	DoHelp: "keys", DoAskNow: "ask WeChat now", DoResolve: "decide by hand",
	DoTimeline: "look at it", DoMove: "choose", DoFilter: "search",
	DoDay: "another day", DoNextField: "next", DoRecord: "record it",
	KeyUpDown: "Up Down", KeySideways: "Left Right", KeyDelete: "Del", OpenTitle: "Unsettled sales", OpenSay: "Do not hand over their goods; the till goes on with them by itself",
	OpenNone: "Nothing is unsettled", Age: "%s ago", Seconds: "%d s", Minutes: "%d min", Hours: "%d h %02d min", Days: "%d days",
	ListPart: "%d to %d of %d", TryAsk: "asking WeChat", TryReverse: "reversing",
	TryClosePage: "reversing: ask the customer to close the password page", TryRefund: "refund under way", TryPerson: "the manager looks it up at WeChat",
	TryIn: "again in %s", TryNow: "now", TryElsewhere: "by another program",
	LastHeard: "last: %s", AskedNow: "WeChat is being asked", ResolveTitle: "Decide by hand",
	ResolveAsk: "What is true? It is recorded with your name, and checked against WeChat later", ResolveBy: "Name", ResolveReason: "How do you know",
	ResolvePIN: "Manager's PIN", ResolveEmpty: "Fill this in first", ResolveSay: "Nothing is recorded before the last Enter",
	AsPaid: "The customer was charged, goods are given", AsNotCharged: "The customer was not charged", AsGiven: "The goods were given",
	AsGiveBack: "Give the money back", HistoryTitle: "Sales", HistoryNone: "No sale",
	HistorySum: "%d paid, %s yuan", FilterLine: "Search: %s", TimelineTitle: "One sale",
	OrderWhole: "order %s", RefLine: "reference %s", ByHandLine: "%s said: %s",
	HelpTitle: "Keys of this page", HelpScan: "A payment code may be scanned at any moment of a sale", HelpWords: "PAID: give the goods. NOT CHARGED, STILL CHECKING: do not",
	HelpSums: "Amounts may be added: 12.80+3.50", SettingsTitle: "Settings (secrets are not shown)",

	DoTrain: "practise", DoTrainCode: "show a code", DoPowerCut: "power cut",
	DoChoose: "take it", TrainingTitle: "Training: the next customer", TrainingSay: "No money moves. F11 shows the scanner a payment code, F12 cuts the power: open the till again after it",
	PowerIsCut: "Training: the power is cut. Open the till again and see what it has found.", TrainingNext: "Next customer: %s", LessonPays: "pays", LessonPassword: "is asked for a password and enters it",
	LessonNoPassword: "is asked for a password and never enters it", LessonCardEmpty: "has not enough money", LessonWalksAway: "walks away from the camera",
	LessonWantsToScan: "wants to pay by code", LessonUnknownFace: "is not recognised", LessonNetworkDrops: "pays, and the network drops before the answer",
	LessonCameraGone: "stands before a camera that broke",

	DoMember: "member", MemberTitle: "Recognise a member", MemberNobody: "Nobody was recognised; the sale goes on as usual", MemberFailed: "The camera could not recognise anybody", MemberIs: "Member: %s",

	SlipTitle: "Receipt, WeChat face payment", SlipBackTitle: "Reversal slip", SlipNoTitle: "No receipt",
	SlipReprint: "** REPRINT **", SlipState: "Result", SlipCash: "Paid by the customer",
	SlipRefunded: "Refunded", SlipMethod: "Paid by", SlipTime: "Time",
	SlipLane: "Till", SlipCashier: "Cashier", SlipOrder: "Order", SlipWeChat: "WeChat no.",
	SlipRef: "Reference", SlipThanks: "Thank you", SlipIsBack: "Your money is back. It may take a while until your bank shows it.",
	SlipGoesBack: "Your money goes back to you, even if your phone shows it as paid.", SlipNothing: "Nothing was charged.", SlipOpen: "The result is not known yet. This is no receipt: keep it and ask the shop.",
	SlipTraining: "TRAINING - no real money", DoReceipt: "receipt",

	DoDayClose: "day", DayTitle: "Day close", DayOpen: "%d without a result: the sum is not final", DayWithheld: "%d without a result: there is no sum yet", DoForce: "add up anyway", DayByHand: "%d decided by hand", DayAll: "all",

	CustomerAmount: "To pay", CustomerLook: "Please look at the camera",
	CustomerWait: "One moment, please", CustomerPassword: "Please enter the password on your phone",
	CustomerPaid: "Paid. Thank you", CustomerNotCharged: "Nothing was charged",
	CustomerChecking: "Please ask the cashier", CustomerNoTill: "The till is not open",

	FactOpened: "sale begun", FactIdentified: "customer recognised", FactIntent: "about to charge", FactBegun: "request sent",
	FactNotSent: "nothing was sent", FactCancelled: "cancelled", FactAnswered: "WeChat answered the charge", FactAsked: "WeChat answered a question",
	FactPaid: "charged", FactTold: "PAID was shown", FactUnclaimed: "nobody was told of the charge", FactGiven: "goods given, says a person",
	FactRefused: "refused, and not charged", FactNumberClosed: "its number is closed", FactReopened: "a charge was found behind the refusal", FactDecided: "reversal decided",
	FactReverseAnswered: "WeChat answered the reversal", FactReversed: "reversed, proven", FactPersonNeeded: "a person is needed", FactResolved: "decided by hand",
	FactRefundBegun: "refund begun", FactRefundAsked: "WeChat answered about the refund", FactRefundEnded: "refund ended",

	// What came with a fact, and an answer that proves nothing.
	FactNoAnswer: "no valid answer to the charge", FactNoAskAnswer: "no valid answer to a question", FactNoReverseAnswer: "no valid answer to the reversal", FactNoRefundAnswer: "no valid answer about the refund",
	Detail: map[string]string{
		"answer": "by its answer", "query": "by a query", "person": "a person's word", "cashier": "the cashier",
		"customer": "the customer", "scan": "a code instead", "timeout": "the camera's time ran out",
		"signal": "the program was stopped", "restart": "a restart", "replay": "asked for again", "window": "time was up",
		"page_closed": "the password page was closed", "refused_in_doubt": "refused, and no charge seen",
		"unconfirmed": "the refusal could not be confirmed", "reverse_refused": "the reversal was refused",
		"reverse_expired": "too old to reverse", "lost": "no valid answer", "paid": "paid", "paying": "password awaited",
		"rejected": "request not accepted", "not_sent": "not sent", "refused": "refused", "doubt": "in doubt", "notpay": "not paid",
		"closed": "order closed", "revoked": "reversed", "notexist": "no such order", "payerror": "payment failed",
		"refund": "refunded", "reversed": "reversed", "again": "try again", "stopped": "cannot be reversed",
		"expired": "too old to reverse", "certificate": "certificate refused", "refund_accepted": "accepted",
		"refund_pending": "under way", "refund_all": "all of it is back", "refund_part": "a part is back", "refund_stuck": "stuck",
		"refund_none": "no refund", "refund_refused": "refused",
	},

	// What did not work.
	ErrPIN: "That is not the manager's PIN; nothing was done", ErrOwned: "Another program has this sale in hand: see there", ErrBlocked: "The sale has no result yet: see the unsettled ones", ErrUnknown: "This till does not know the sale",
	ErrLate: "It took too long: try again", ErrWritten: "Write the name and the reason in one line each", ErrChanged: "The sale has changed meanwhile: go back and look again", ErrOther: "This till had an error",

	// Heads of the sums of a day.
	DayCounts: "open %d, decided by hand %d",
	ColMethod: "method", ColCashier: "cashier", ColSales: "sales", ColCharged: "charged", ColRefunded: "refunded", ColSum: "sum",

	// Keys where there is little room.
	BriefAgain: "try again", BriefNext: "next", BriefForce: "add up", BriefClaims: "unclaimed",
	BriefFace: "by face", BriefGiven: "goods given", BriefGiveBack: "refund", BriefEnd: "stop, reverse", BriefAnother: "another customer",
	DoMore: "more", DoScroll: "scroll",

	Why: map[string]string{
		"NOTENOUGH": "Balance too low: ask for another card", "NOTSUPORTCARD": "Card not supported: use or bind another card",
		"FACE NOTENOUGH": "Balance too low: ask for another card, or scan the customer's code", "FACE TRADE_ERROR": "The customer should check the account: pay another way, or scan a code",
		"FACE RULELIMIT": "Above the face payment limit: scan a code; the manager can ask for more",
		"AUTHCODEEXPIRE": "The code has expired: refresh it and scan again", "AUTH_CODE_ERROR": "The code was used before: refresh it and scan again",
		"AUTH_CODE_INVALID": "Not a WeChat payment code: scan again", "BUYER_MISMATCH": "The payer changed: charge again",
		"RULELIMIT": "Above the customer's limit: pay another way", "TRADE_ERROR": "The customer's account cannot pay now: pay another way",
		"USERPAYING": "The password was not entered", "NOTPAY": "The customer did not pay", "PAYERROR": "The payment did not work: charge again",
		"ORDERCLOSED": "This order is closed: charge again", "ORDERREVERSED": "This order was reversed: charge again",
		"NOAUTH": "The store lacks this permission: tell the manager", "FACEPAY_NOT_AUTH": "The store lacks face payment: scan a code",
		"PARAM_ERROR": "A request was wrong: tell the manager", "SIGNERROR": "The store's key is wrong: tell the manager", "LACK_PARAMS": "A request was incomplete: tell the manager",
		"NOT_UTF8": "A request was not UTF-8: tell the manager", "XML_FORMAT_ERROR": "A request was malformed: tell the manager", "REQUIRE_POST_METHOD": "A request was malformed: tell the manager",
		"POST_DATA_EMPTY": "A request was empty: tell the manager", "APPID_NOT_EXIST": "The appid is wrong: tell the manager", "MCHID_NOT_EXIST": "The merchant number is wrong: tell the manager",
		"APPID_MCHID_NOT_MATCH": "appid and merchant do not match: tell the manager", "FREQUENCY_LIMITED": "Too many requests: wait, then charge again",
		"INVALID_REQUEST": "WeChat did not take the request: charge again",
		"USER_CANCEL":     "The customer cancelled", "SCAN_PAYMENT": "The customer wants to pay by code", "STOPPED": "The camera was stopped", "SCAN_TIMEOUT": "The camera's time ran out: try again or scan", "ERROR": "Face not recognised: scan a code",
		"SYSTEMERROR": "The system is busy: charge again", "AUTHINFO": "No credential for the camera: scan a code", "271378620": "The camera is not ready: try again or scan",
		"271378621": "The camera is starting: wait or scan", "FAIL": "The camera failed: scan a code",
		"DEVICE_GONE": "The camera does not answer: scan a code", "DEVICE_CRASHED": "The camera's program crashed: scan a code", "DEVICE_TIMEOUT": "The camera did not answer in time: scan a code",
		"DEVICE_BUSY": "The camera is busy: wait or scan", "DEVICE_ANSWER": "The camera answered wrongly: scan a code",
		"DEVICE_REQUEST": "This camera cannot do it: scan a code", "DEVICE_ACCESS": "The camera refuses this till: scan a code",
		"DNS": "No network: check the cable", "CONNECT": "WeChat cannot be reached: check the network", "PROXY": "The proxy cannot be reached: tell the manager", "TLS": "No safe connection to WeChat: tell the manager",
		"SEND_BY": "The network was too slow and nothing was sent: charge again", "FIELD": "A request was wrong: tell the manager", "NOT_CONFIGURED": "No camera is configured: scan a code",
	},
	CameraDown:   ". Codes and cash work; the camera is tried again by itself",
	OtherRefusal: "WeChat did not take this payment: pay another way", OtherFailure: "Nothing was charged: try again or scan a code",
}
