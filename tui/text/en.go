package text

// English is en.
var English = Words{
	Till: "till", Cashier: "cashier", Simulated: "SIMULATION - no real money", SimulatedShort: "SIMULATION",
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
	SayPassword: "Ask the customer to enter the password. No goods yet", SayDoubt: "WeChat has no result yet, checking. No goods yet",
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

	Why: map[string]string{
		"NOTENOUGH": "Balance too low: ask for another card", "NOTSUPORTCARD": "Card not supported: use or bind another card",
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
		"USER_CANCEL":     "The customer cancelled", "SCAN_PAYMENT": "The customer wants to pay by code", "STOPPED": "The camera was stopped", "ERROR": "Face not recognised: scan a code",
		"SYSTEMERROR": "The system is busy: charge again", "AUTHINFO": "No credential for the camera: scan a code", "271378620": "The camera is not ready: try again or scan",
		"271378621": "The camera is starting: wait or scan", "FAIL": "The camera failed: scan a code",
		"DEVICE_GONE": "The camera does not answer: scan a code", "DEVICE_CRASHED": "The camera's program crashed: scan a code", "DEVICE_TIMEOUT": "Nobody came to the camera: try again or scan",
		"DEVICE_BUSY": "The camera is busy: wait or scan", "DEVICE_ANSWER": "The camera answered wrongly: scan a code",
		"DEVICE_REQUEST": "This camera cannot do it: scan a code", "DEVICE_ACCESS": "The camera refuses this till: scan a code",
		"DNS": "No network: check the cable", "CONNECT": "WeChat cannot be reached: check the network", "PROXY": "The proxy cannot be reached: tell the manager", "TLS": "No safe connection to WeChat: tell the manager",
		"SEND_BY": "The network was too slow and nothing was sent: charge again", "FIELD": "A request was wrong: tell the manager", "NOT_CONFIGURED": "No camera is configured: scan a code",
	},
	OtherRefusal: "WeChat did not take this payment: pay another way", OtherFailure: "Nothing was charged: try again or scan a code",
}
