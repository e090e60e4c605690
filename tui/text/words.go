package text

// Words are the strings of one language. A test finds the ones that are missing
// and those whose % verbs differ between the languages.
type Words struct {
	// The header and the two rows below each page.
	Till, Cashier, Simulated, SimulatedShort string
	LastSale, NoSale, NoneOpen, OpenCount    string // OpenCount: %d
	UnclaimedCount, PersonsCount             string // %d
	Offline                                  string // the journal could not be read

	// Names of keys, and what they do.
	KeyEnter, KeyEsc, KeyQuit                            string
	DoFace, DoScan, DoCode, DoClear, DoQuit, DoCancel    string
	DoAsk, DoEnd, DoNext, DoAgain, DoBack, DoAnother     string
	DoClaims, DoGiven, DoGiveBack, DoRetrySuspended      string
	DoSendCode, DoLater                                  string
	Amount, AmountHint, AmountHintNoFace, AmountTooLarge string
	AmountZero                                           string

	// What is wrong with an amount; AmountChar: %s is the character.
	KeyBackspace, DoErase                                 string
	AmountChar, AmountBlank, AmountDecimals, AmountNumber string

	// Keys that were not taken, and what was left out as a scan.
	KeysEarly, KeysTogether, KeysStalled, KeysHeld, KeysQuick, KeysPasted, KeyNothing, KeyNoRoom string
	KeysPastedText                                                                               string
	// KeysJoinedAmount is KeysJoined where an amount has to be typed first. TypedToo goes behind what a scan was.
	KeysMixed, KeysJoined, KeysJoinedAmount, TypedToo, PressTooSoon string
	YuanForm                                                        string // the amount
	Stands, StandsScan                                              string // the amount with its unit
	// What a second press is about to do. ArmedWord, ArmedRecord: %s is the key.
	ArmedAnother, ArmedRetry, ArmedForce, ArmedResolve, ArmedWord, ArmedRecord string
	OverFaceLimit                                                              string // the amount with its unit
	FaceLimit                                                                  string // the amount with its unit

	// The page that waits for a payment code.
	CodeTitle, CodeHint, CodeHintCustomer, CodeDigits, CodeFromFace string // CodeDigits: %d

	// The steps of a sale.
	StepAmount, StepFace, StepCode, StepSubmit, StepConfirm, StepReverse string
	NowBegin, NowCapture, NowStopping, NowClock, NowSubmit, NowAsk       string
	NowWait                                                              string // %d seconds
	NowReverse, NowRecognised, NowMinor, NowCodeRead, NowSent            string
	Elapsed, Left                                                        string // %d seconds
	Overdue                                                              string

	// What to do or to say while a sale runs.
	SayBegin, SayCapture, SayStopping, SayStoppingForCode, SaySubmit string
	SayPassword, SayDoubt, SayDoubtCode, SayReversing                string

	// What Esc is about to do.
	EscCancels, EscEnds, EscCancelling, EscEnding string

	// Results: word, and what follows from it.
	Paid, NotCharged, Checking                            string
	PaidSay, PaidNotWritten, MinorSay                     string
	CancelledSay, ReversedSay                             string
	ReversedWhy                                           string // %s is why WeChat charged nothing
	RefundedSay                                           string
	CheckingSay, CheckingOpen, PersonSay, RefundingSay    string
	UnclaimedSay, ElsewhereSay, BrokenSay, GoneSay        string
	CopySay                                               string
	NotBegunSay                                           string
	OrderLine                                             string // %s last digits
	TransactionLine                                       string // %s
	CodeLine                                              string // %s
	MethodFace, MethodCode                                string
	ByCustomer, ByCashier, ByScan, ByRestart, BySignal    string
	ByDuplicate                                           string
	CodeUnused, CodeAgain, FilterScan                     string
	StateOpened, StateIdentified, StateSubmitting         string
	StateBegun, StateCodeRead                             string // of a scanned code
	StateConfirming, StateReversing, StateNeedsPerson     string
	StatePaid, StateRefused, StateCancelled, StateNotSent string
	StateReversed, StateRefunding, StateRefunded          string
	StateUnclaimed                                        string

	// WeChat's bill against the journal: by class (desk.Item: Called, Do) what it is and what to do, by a person's word what was done.
	BillClass, BillDo, BillDone                      map[string]string
	ErrArchived                                      string            // nothing is added to the sale any more
	CloseWords, CloseLate, DayClosedOther            string            // in a record, and of a day whose record has other sums
	MoneyLines                                       map[string]string // what a line of the ledger is
	BillAgrees, BillNoTrade, BillUnnoted             string
	BillNotAsked, BillNotWhole, BillNoRecord         string
	BillLook, BillCharges, BillReversed, BillRefunds string // %d
	BillOthers, BillUnlisted, BillUnasked, BillLine  string // %d
	BillSaid, BillKept, BillFees                     string // %s; amounts, theirs and ours
	BillFound, BillFine                              string // %s day, %d
	BillWord                                         string // %s what, %s name, %s reason
	// The page of its rows: by class what is done there.
	BillTodo                                                           map[string]string
	DoBills, DoImport, BriefImport, DoAccept                           string
	BillTitle                                                          string // %d
	BillOfDay                                                          string // %d of all days, %d of this one
	BillMore                                                           string // %d, %s day
	BillFetch                                                          string // %s day
	BillNone, BillNever, BillSeen, BillGoesBack                        string
	ArmedImport, ArmedAccept, BillEntered, BillUnheard, BillRowChanged string
	BillUnproven                                                       string // %s what WeChat says

	// The guard against charging one customer twice.
	StoppedTitle, StoppedSay, StoppedPaid, StoppedOpen string
	StoppedAsk                                         string

	// New sales are stopped.
	SuspendedTitle, SuspendedByCertificate, SuspendedByKey, SuspendedOther, SuspendedDo string

	// Charges that nobody claimed.
	ClaimTitle, ClaimSay, ClaimArmedGiven, ClaimArmedBack string
	ClaimDone, ClaimNone                                  string
	ClaimLater                                            string // %s last digits
	FoundOpen                                             string // %d
	FoundUnclaimed, FoundRefunds, FoundPersons            string // %d
	FoundUntold                                           string // %d

	// A reversal that takes long. The counts: %d.
	SlowCount, LateCount, SlowSay, LateSay string
	SlowUnknown                            string // of what nobody knows to be charged

	// Scanned codes that cannot be charged here.
	CodeAlipay, CodeUnionPay, CodeGoods, CodeLink, CodeWrong, CodeCut string
	CodeNeedsAmount, CodeBusy, CodeNotNow                             string

	// Leaving.
	QuitIdle, QuitScanning, QuitOpen, QuitBackground string

	// The screen at rest.
	Rest, RestHint string

	// Pages beside the sale.
	DoOpen, DoHistory, DoSettings, DoHelp, DoAskNow, DoResolve                                          string
	DoTimeline, DoMove, DoFilter, DoDay, DoNextField, DoRecord                                          string
	KeyUpDown, KeySideways, KeyDelete, OpenTitle, OpenSay, OpenNone, Age, Seconds, Minutes, Hours, Days string
	ListPart, TryAsk, TryReverse, TryClosePage, TryRefund, TryPerson                                    string
	ClosePage, TryIn, TryNow, TryElsewhere, LastHeard, HeardOther, AskedNow, ResolveTitle               string
	AdoptTitle, AdoptAsk, AdoptDone                                                                     string
	ResolveAsk, ResolveBy, ResolveReason, ResolvePIN, ResolveEmpty, ResolveSay                          string
	FieldFull                                                                                           string // %d characters
	AsPaid, AsNotCharged, AsGiven, AsGiveBack, HistoryTitle, HistoryNone                                string
	HistorySum, FilterLine, TimelineTitle, OrderWhole, RefLine, ByHandLine                              string
	HelpTitle, HelpScan, HelpWords, HelpSums, SettingsTitle                                             string
	OpenClaimSay                                                                                        string

	// Training.
	DoTrain, DoTrainCode, DoPowerCut, DoChoose, TrainingTitle, TrainingSay                                   string
	TrainingNext, PowerIsCut, LessonPays, LessonPassword, LessonNoPassword, LessonCardEmpty, LessonWalksAway string
	LessonWantsToScan, LessonUnknownFace, LessonNetworkDrops, LessonCameraGone                               string

	// Members.
	DoMember, MemberTitle, MemberNobody, MemberFailed, MemberIs string

	// Receipts.
	SlipTitle, SlipTitleCode, SlipBackTitle, SlipNoTitle, SlipReprint, SlipState, SlipCash string
	SlipCoupon, SlipShopCoupon, SlipSettled                                                string
	SlipRefunded, SlipMethod, SlipTime, SlipLane, SlipCashier, SlipOrder, SlipWeChat       string
	SlipRef, SlipThanks, SlipIsBack, SlipGoesBack, SlipNothing, SlipOpen                   string
	SlipTraining, DoReceipt                                                                string

	// Money back by hand. RefundSums: %s paid, back.
	RefundTitle, DoRefund, RefundRest, RefundSums, RefundSumCash, RefundSumStuck, RefundSumMoving, RefundNone, RefundAmount string
	RefundBegun, RefundOnWay, RefundBack, RefundRefused, RefundStuck, RefundSumOver                                         string
	DayElsewhere                                                                                                            string // who gave back what was given back there
	RefundSettled, RefundElsewhere, RefundBegunSay, RefundHeldSay, RefundOnWaySay                                           string
	RefundBackSay, DoRefundAll, DoRefundPart, DoSendAgain, DoFromBalance                                                    string
	DoSettledThere, DoSettledElse, BriefRefundAll, BriefRefundPart, BriefSettled                                            string
	RefundWhy, RefundOwn, RefundNote, RefundSay                                                                             string
	RefundReasons                                                                                                           map[string]string
	ArmedRefund, ArmedSend, ArmedBeside, ArmedBesideWord                                                                    string // %s the key, and but for ArmedSend the amount with its unit
	BesideTitle, BesideSay, BesideAsk, BesideBegun, DoBeside, BriefBeside                                                   string
	BesideFirst                                                                                                             string // %d how many, %s the keys
	RefundAbove                                                                                                             string // %s the rest with its unit
	RefundYear, RefundNothingLeft, RefundParts, RefundState, RefundLate                                                     string
	StateRefundOpen, StateOtherwise                                                                                         string // whether all of it goes back is not known; all of it was given back in another way
	RefundUnasked, RefundMeanwhile, StatePart, StatePartMoving, StateStuck, RefundWaiting                                   string // RefundWaiting: %s the amount with its unit, and its word
	RefundAdopted                                                                                                           string // %s how long
	RefundMinute                                                                                                            string // %d seconds
	SlipRefundTitle, SlipRefundOf, SlipRefundNo, SlipRefundReason, SlipRefundCash                                           string
	SlipOtherwise, SlipRefundOpen, SlipRefundNot                                                                            string

	// A result line for people; and the refund that somebody has to look after: %s its
	// number, and its amount.
	SaidNow, ResultBack, ResultOnWay, ResultStuck, ResultOdd, ResultReplayed, ResultSimulated string
	StandsAdopted, StandsBegun, StandsStuck, StandsRefused, StandsClosed                      string

	// The day close.
	DoDayClose, DayTitle, DayOpen, DayWithheld, DoForce, DayByHand, DayAll string

	// The record of a close, numbered and frozen.
	DayRuns                                   string // %s until when
	DayDue, DoClose, BriefClose, DoCloseSlip  string
	DayMissing                                string // %s the days
	ArmedClose                                string // %s the day
	CloseDone, CloseFirstDay                  string // %d, %s the number and the day; %s the day to be closed first
	NothingDue                                string
	DayClosed                                 string // %d the number of its record
	CloseTitle                                string // %d its number, %s the day
	CloseSpan                                 string // %s from, %s to
	CloseMade, CloseMadeBy                    string // %s when, %s by whom
	CloseForced                               string // it passed over what was open
	CloseShop                                 string // %s store, %s merchant
	CloseGivenBack, CloseRefused, CloseUndone string // %d how many, %s how much
	CloseEarlier                              string // %s the day
	CloseTotal                                string // of the day and of earlier ones
	CloseCounts, CloseCountsTwo               string // %d each
	CloseOpen, CloseSince                     string // of what was passed over; %d the first close that did
	CloseEnded, ClosePassed                   string // of what earlier ones passed over; %d which
	CloseLines                                string // %d lines, %s their hash, %d facts
	CloseBefore, CloseHash, CloseFirst        string // %s

	// The customer's display.
	CustomerAmount, CustomerLook, CustomerWait, CustomerPassword       string
	CustomerPaid, CustomerNotCharged, CustomerChecking, CustomerNoTill string

	// The facts of an attempt.
	FactOpened, FactImported, FactIdentified, FactIntent, FactBegun, FactNotSent   string
	FactCodeRead                                                                   string // of a scanned code
	FactMinor                                                                      string // what the terminal said of the customer
	FactCancelled, FactAnswered, FactAsked, FactPaid, FactShown                    string
	FactUnclaimed, FactGiven, FactRefused, FactNumberClosed, FactReopened          string
	FactDecided, FactReverseAnswered, FactReversed, FactPersonNeeded, FactResolved string
	FactRefundBegun, FactRefundAsked, FactRefundEnded                              string
	FactRefundSent, FactRefundAnswered, FactRefundFenced, FactRefundFound          string
	FactRefundDenied, FactRefundResent, FactRefundSettled, FactRefundTold          string

	// What came with a fact, in our own words (WeChat's codes stay what they are),
	// and an answer that proves nothing.
	FactNoAnswer, FactNoAskAnswer, FactNoReverseAnswer, FactNoRefundAnswer string
	Detail                                                                 map[string]string

	// What did not work.
	ErrPaused                                                                           string // how many PINs, how long
	ErrPIN, ErrOwned, ErrBlocked, ErrUnknown, ErrLate, ErrWritten, ErrChanged, ErrOther string

	// Heads of the sums of a day.
	DisplayTaken                                                     string
	DayCoupons                                                       string // %s coupons, %s that customers gave, %s that is settled
	DayCounts                                                        string // %d open, %d decided by hand
	OpenOtherwise, OpenOtherwiseSay                                  string // of a word by hand that WeChat contradicts
	DayReopened                                                      string // %d refusals that were opened again; behind DayCounts
	DayPersons                                                       string
	DayRefunds                                                       string // %d not known yet, %d before a person, %d on their way, %s those
	ColMethod, ColCashier, ColSales, ColCharged, ColRefunded, ColSum string

	// How else customers paid: a fact, the head of their sums, the words of flow.Tenders.
	FactTender, DayOtherwise, DayTenders                     string
	DoTender, BriefTender, TenderTitle, TenderAsk, TenderSay string
	TenderLine                                               string // %s who, how
	Tenders                                                  map[string]string

	// The shift of a cashier: a name and a time, the name behind those, counts.
	ShiftNobody, ShiftSince string
	ShiftCounts             string

	// Who stands at the till. PeopleIn, LockOf, EndShiftTitle: %s a name; PeopleOver: who
	// comes, who goes, sales, the sum; PeopleKept, PeopleKeptCode: the amount with its unit.
	DoPeople, DoShiftSlip, DoSignIn, DoKeep, DoEndShift, BriefEndShift, DoTakeOver, PeopleTitle, PeopleHint string
	PeopleNumber, PeoplePIN, PeopleTwo, PeopleShort, PeopleUnknown, PeopleSale                              string
	PeopleIn, PeopleOver, PeopleKept, PeopleKeptCode, PeopleCleared                                         string
	LockNobody, LockOf, LockHint, LockHintNobody                                                            string
	EndShiftTitle, EndShiftSay, EndShiftBy                                                                  string
	EndShiftDone                                                                                            string // whose, by whom
	HandoverTitle, HandoverSay, ArmedHandover                                                               string // from, to; to; the key
	ShiftRefund                                                                                             string // the amount, its word
	SlipShift, SlipFrom, SlipTo, SlipSince, SlipUntil                                                       string
	ErrCashierPIN, ErrNoCashiers, ErrNobody                                                                 string
	ErrNoCashier, ErrOvertaken                                                                              string // the name or the number; who is signed in

	// Keys where there is little room: DoMore leads to all of them.
	DoMore, DoScroll                                             string
	BriefAgain, BriefNext, BriefForce, BriefClaims               string
	BriefFace, BriefGiven, BriefGiveBack, BriefEnd, BriefAnother string

	// Why is where a code's sentence is looked up, whatever paid; WhyFace and
	// WhyCode have those that speak of a face at the camera or of a code that was
	// scanned, and come first. OtherRefusal is for all others.
	Why, WhyFace, WhyCode map[string]string
	OtherRefusal          string
	// WhyRefund is the same of a refund, by WeChat's code; UNSETTLED is the NOTENOUGH
	// of a shop that has enough in its balance. WhyRefundOther: %s is the code.
	WhyRefund                 map[string]string
	WhyRefundOther            string
	OtherFailure              string
	CameraBack                string
	StoppedFree, HistoryEmpty string
	CameraDown                string // behind a sentence about the camera

	// The walk made visible: what a call proves, by trace.Proof (trace.go).
	Trace                        map[string]string
	TracePerson                  string // a customer stands before a screen
	DoWalk, WalkTitle, WalkEmpty string
}
