package main

// answers are bugs about money rule 2: what an answer proves.
func answers() []mutant {
	return []mutant{{
		name: "signature-not-verified", rule: "2.1", bug: "believes an answer with a wrong signature",
		edits: in("wx/answer.go", "	case err != nil:\n		return answer{code: \"BAD_SIGN\", text: err.Error()}\n", ""),
		by:    []catcher{sweep},
	}, {
		name: "unsigned-taken", rule: "2.1", bug: "believes an answer without a signature",
		edits: in("wx/answer.go", "	case errors.Is(err, wire.ErrUnsigned):\n		return answer{code: \"UNSIGNED\", text: err.Error()}\n",
			"	case errors.Is(err, wire.ErrUnsigned):\n"),
		by: []catcher{test("wx", "TestAnswersThatProveNothing")},
	}, {
		name: "amount-not-compared", rule: "2.1", bug: "takes a success of another amount for paid",
		edits: in("wx/prove.go", "!ok || fee != a.TotalFee {", "!ok || fee < 0 {"),
		by:    []catcher{test("wx", "TestProve")},
	}, {
		name: "order-not-compared", rule: "2.1", bug: "takes a success of another order for paid",
		edits: both(
			in("wx/prove.go", "if m.Get(\"out_trade_no\") != string(a.OutTradeNo) {", "if m.Get(\"out_trade_no\") == \"\" {"),
			in("wx/prove.go", "if no := m.Get(\"out_trade_no\"); no != \"\" && no != string(a.OutTradeNo) {", "if a.OutTradeNo == \"\" {"),
			in("wx/read.go", "	if m.Get(\"out_trade_no\") != string(a.OutTradeNo) {\n		return doubt(\"WRONG_ORDER\", \"answer is about another order\")\n	}\n	state :=", "	state :=")),
		by: []catcher{sweep},
	}, {
		name: "merchant-not-compared", rule: "2.1", schedule: "S21", bug: "takes an answer to another merchant",
		edits: in("wx/answer.go", "case m.Get(\"mch_id\") != ours.MchID:", "case m.Get(\"mch_id\") == \"\":"),
		by:    []catcher{test("wx", "TestAnswersThatProveNothing")},
	}, {
		name: "time-end-not-compared", rule: "2.1", schedule: "S20", bug: "takes last month's payment under a number minted twice for today's",
		edits: in("wx/prove.go", "if end.Before(a.IntentAt.Add(-earlyBy)) {", "if end.IsZero() {"),
		by:    []catcher{test("wx", "TestS20_LastMonthsPayment")},
	}, {
		name: "currency-must-be-named", rule: "2.1", schedule: "S21", bug: "doubts a payment whose answer has no fee_type",
		edits: in("wx/prove.go", "t != \"\" && t != \"CNY\"", "t != \"CNY\""),
		by:    []catcher{test("wx", "TestS21_CurrencyAndShop")},
	}, {
		name: "refusal-without-query", rule: "2.2", schedule: "S3", bug: "says declined on the word of the refusal alone",
		edits: in("flow/next.go", "return Ask{Try: Try{Limit: confirmTry, Backup: true}}",
			"return Record{[]Fact{RefusalConfirmed{Code: a.Code, Query: AnswerNotPay, At: s.Wall}}}"),
		by: []catcher{test("flow", "TestS03_RefusalThatLies")},
	}, {
		name: "payerror-is-not-charged", rule: "2.3", schedule: "S3", bug: "takes PAYERROR behind a refusal for agreement",
		edits: in("flow/apply_end.go", "case AnswerNotPay, AnswerClosed, AnswerRevoked, AnswerNotExist:", "case AnswerNotPay, AnswerClosed, AnswerRevoked, AnswerNotExist, AnswerPayError:"),
		by:    []catcher{test("flow", "TestS03_RefusalThatLies")},
	}, {
		name: "refund-is-not-charged", rule: "2.3", schedule: "S3", bug: "takes REFUND of a part behind a refusal for agreement",
		edits: both(
			in("flow/apply_end.go", "case AnswerNotPay, AnswerClosed, AnswerRevoked, AnswerNotExist:", "case AnswerNotPay, AnswerClosed, AnswerRevoked, AnswerNotExist, AnswerRefund:"),
			in("flow/next.go", "if step := refundSeen(a, s); step != nil {", "if step := refundSeen(a, s); step != nil && a.PayAnswer != AnswerRefused {")),
		by: []catcher{test("flow", "TestS03_RefusalThatLies")},
	}, {
		name: "orderpaid-is-a-refusal", rule: "2.3", bug: "takes ORDERPAID, the answer to a doubled delivery, for a refusal",
		edits: in("wx/classify.go", "{payCalls, wire.CodeOrderPaid, flow.AnswerDoubt}", "{payCalls, wire.CodeOrderPaid, flow.AnswerRefused}"),
		by:    []catcher{test("wx", "TestMoneyRulesWin")},
	}, {
		name: "used-number-is-a-refusal", rule: "2.3", bug: "takes OUT_TRADE_NO_USED for a refusal",
		edits: in("wx/classify.go", "{payCalls, wire.CodeOutTradeNoUsed, flow.AnswerDoubt}", "{payCalls, wire.CodeOutTradeNoUsed, flow.AnswerRefused}"),
		by:    []catcher{test("wx", "TestMoneyRulesWin")},
	}, {
		name: "unknown-code-is-a-refusal", rule: "2.3", bug: "takes a code that no table knows for a refusal",
		edits: in("wx/classify.go", "	return flow.AnswerLost, false\n", "	return flow.AnswerRefused, true\n"),
		by:    []catcher{test("wx", "TestMoneyRulesWin")},
	}}
}

// foreign are bugs about answers that are well signed and belong elsewhere.
func foreign() []mutant {
	return []mutant{{
		name: "sub-merchant-only-when-named", rule: "2.1", bug: "takes an answer that leaves out for which sub-merchant it is",
		edits: in("wx/answer.go", "case m.Get(\"sub_mch_id\") != ours.SubMchID &&", "case m.Has(\"sub_mch_id\") && m.Get(\"sub_mch_id\") != ours.SubMchID &&"),
		by:    []catcher{test("wx", "TestEachMerchantFieldInEachCall")},
	}, {
		name: "foreign-refusal-heard", rule: "2.3", schedule: "S49", bug: "takes another order's refusal, ORDERNOTEXIST or reversal for its own",
		edits: in("wx/prove.go", "	case otherOrder(a, m):\n		return doubt(\"WRONG_ORDER\", \"answer is about another order\"), true\n", ""),
		by:    []catcher{test("wx", "TestS49_AnswersThatBelongElsewhere")},
	}, {
		name: "stale-call-heard", rule: "2.3", schedule: "S49", bug: "takes an earlier answer of its own to another call for the payment's",
		edits: in("wx/prove.go", "	case otherCall(api, m):\n		return doubt(\"WRONG_CALL\", \"answer belongs to another call\"), true\n", ""),
		by:    []catcher{test("wx", "TestS49_AnswersThatBelongElsewhere")},
	}}
}

// refusals are bugs about what is done with one: confirmed, and its number closed.
func refusals() []mutant {
	return []mutant{{
		name: "silence-agrees", rule: "2.4", schedule: "S25", bug: "takes a confirming query without an answer for agreement",
		edits: in("flow/next.go", "	if a.PayAnswer == AnswerRefused && a.Live.Ask.notCharged() {\n",
			"	if a.PayAnswer == AnswerRefused && a.Live.Ask == AnswerLost {\n		a.Live.Ask = AnswerNotPay\n	}\n	if a.PayAnswer == AnswerRefused && a.Live.Ask.notCharged() {\n"),
		by: []catcher{test("flow", "TestS25_Unconfirmed")},
	}, {
		name: "closing-skipped", rule: "2.5", schedule: "S12", bug: "forgets the number of a refusal that can still settle",
		edits: in("flow/apply_end.go", "a.State, a.Closing, a.EndedAt = Refused, true, f.At", "a.State, a.Closing, a.EndedAt = Refused, false, f.At"),
		by:    []catcher{test("flow", "TestS12_RefusalSettlesLate")},
	}, {
		name: "reopened-is-paid", rule: "2.5", schedule: "S12", bug: "takes a charge behind a refusal for paid, beside the second attempt of that sale",
		edits: in("flow/apply_end.go", "a.State, a.Reopened, a.Closing = Reversing, true, false", "a.State, a.Reopened, a.Closing, a.Unclaimed = Paid, true, false, true"),
		by:    []catcher{test("flow", "TestS12_RefusalSettlesLate")},
	}, {
		name: "closing-deaf-to-payerror", rule: "2.5", schedule: "S27", bug: "leaves a refusal alone behind which PAYERROR shows",
		edits: in("flow/closing.go", "case AnswerPaid, AnswerPaying, AnswerPayError, AnswerRefund:", "case AnswerPaid, AnswerPaying, AnswerRefund:"),
		by:    []catcher{test("flow", "TestS27_PayerrorBehindARefusal")},
	}, {
		name: "closing-gives-up", rule: "2.5", schedule: "S29", bug: "calls a number dead after five reverses that were answered",
		edits: in("flow/next_closing.go", "	if a.CloseTries >= maxCloseTries {\n", "	if a.CloseTries >= maxCloseTries {\n		return Record{[]Fact{NumberClosed{Proof: AnswerNotPay}}}\n	}\n	if a.CloseTries > maxCloseTries {\n"),
		by:    []catcher{test("flow", "TestS29_RefusalSettlesWhileReversesFail"), sweep},
	}, {
		name: "closings-first", rule: "2.5", schedule: "S13", bug: "closes the numbers of refusals before it reverses charges",
		edits: in("flow/keep.go", "[]bool{false, true}", "[]bool{true, false}"),
		by:    []catcher{test("flow", "TestS13_RealReversalsFirst")},
	}, {
		name: "closing-never-reverses", rule: "2.5", schedule: "S13", bug: "sends no reverse for a refused number that is NOTPAY",
		edits: in("flow/next_closing.go", "	return Reverse{Closing: true}\n", "	return askOrWait(a, s, true)\n"),
		by:    []catcher{test("flow", "TestClosingReversesAndThenAsks")},
	}, {
		name: "closing-asks-no-more", rule: "2.5", bug: "asks nothing between five tries and the end of the fences",
		edits: in("flow/next_closing.go", "a.Live.AskAt.Add(slowGap), Step(Ask{})", "a.Live.AskAt.Add(slowGap*100), Step(Ask{})"),
		by:    []catcher{test("flow", "TestClosingReversesAndThenAsks")},
	}, {
		name: "payerror-waits", rule: "3.2", schedule: "S16", bug: "lets the cashier wait for the window's end after PAYERROR",
		edits: in("flow/next.go", "	case l.Ask == AnswerPayError:\n		return \"payerror\"\n", ""),
		by:    []catcher{test("flow", "TestPayErrorIsDecidedAtOnce")},
	}, {
		name: "recover-closes-nothing", rule: "2.5", schedule: "S44", bug: "recover ends while a refused number is to be asked about",
		edits: in("cmd/cli/recover.go", " && !keeper.ClosingDue(closingWaits) }", " && keeper != nil }"),
		by:    []catcher{test("cmd/e2e", "TestS44_RecoverFindsWhatARefusalHid")},
	}, {
		name: "status-reopens-nothing", rule: "2.5", schedule: "S44", bug: "status hears of money behind a refusal and leaves it there",
		edits: in("flow/closing.go", "	if !a.Hides(ans) {\n", "	if !a.Hides(ans) || a.State == Refused {\n"),
		by:    []catcher{test("cmd/e2e", "TestS44_StatusReopensOnTheSpot")},
	}, {
		name: "status-believes-the-word", rule: "5.7", schedule: "S47", bug: "status keeps to itself that WeChat contradicts a person",
		edits: in("cmd/cli/status.go", "	case says.Otherwise():\n", "	case says.Otherwise() && sh == nil:\n"),
		by:    []catcher{test("cmd/e2e", "TestS47_ChargedAfterAPersonSaidNo")},
	}, {
		name: "close-believes-the-word", rule: "5.7", schedule: "S47", bug: "close asks nothing about what persons resolved",
		edits: in("cmd/cli/close.go", "day.otherwise = sh.recheckBeside(ctx, g)", "day.otherwise = 0"),
		by:    []catcher{test("cmd/e2e", "TestS47_ChargedAfterAPersonSaidNo")},
	}}
}
