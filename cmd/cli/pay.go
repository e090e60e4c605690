package cli

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"facetill/cmd/cli/codes"
	"facetill/cmd/cli/flags"
	"facetill/cmd/cli/numbers"
	"facetill/cmd/cli/streams"
	"facetill/flow"
	"facetill/flow/charge"
	"facetill/flow/field"
	"facetill/flow/secret"
)

// payOptions are the flags of pay.
type payOptions struct {
	ref, authCode, faceCode, outTradeNo string
	telephone, body, attach, goodsTag   string
	detail                              string
	another                             numbers.Beside
	member                              bool
}

func newPay(g *global) *cobra.Command {
	o := &payOptions{}
	cmd := &cobra.Command{
		Use:   "pay AMOUNT",
		Short: "Make one sale to its end, without a screen",
		Long: "pay takes AMOUNT yuan by face, or from a scanned payment code on stdin (--auth-code -).\n" +
			"It stays until the end is known, and its last line says it. See help exit-codes and help json.\n\n" +
			"--face-code - takes the whole answer of device code, whose number and amount must be these, or the\n" +
			"face code alone: that has no amount of its own, and AMOUNT has to be the one it was taken for.\n\n" +
			"With --ref the same call may be repeated at any time: it never charges twice. A\n" +
			"reference must not move between journals.",
		Args:        cobra.ArbitraryArgs,
		Annotations: map[string]string{resultLine: resultOfPay},
		RunE: func(cmd *cobra.Command, args []string) error {
			q, err := o.request(g, cmd.Flags(), args)
			if err != nil {
				return err
			}
			if o.faceCode == "" && o.authCode != "-" {
				return runPay(cmd.Context(), g, q, nil)
			}
			return runPay(cmd.Context(), g, q, func(q *flow.SaleRequest) error { return o.fromStdin(g, q) })
		},
	}
	cmd.SetFlagErrorFunc(payFlagError)
	f := cmd.Flags()
	f.StringVar(&o.ref, "ref", "", "your own `reference` of the sale: the same again gives the same answer")
	f.Var(&o.another, "new", "another customer, beside the sales of these `numbers`; without any, beside all that no living process drives")
	f.Lookup("new").NoOptDefVal = numbers.Alone
	f.StringVar(&o.authCode, "auth-code", "", "- charges a scanned payment `code`, or the answer of device scanner start, from stdin; one given here can be read by every user of the machine")
	f.StringVar(&o.faceCode, "face-code", "", "- reads a face code from stdin that was captured under --out-trade-no")
	f.StringVar(&o.outTradeNo, "out-trade-no", "", "the `number` that the face code was captured for")
	f.BoolVar(&o.member, "member", false, "recognise the customer first: a member pays without typing a telephone number")
	f.StringVar(&o.telephone, "telephone", "", "the customer's telephone `number`, shown on the face screen to be confirmed; not with a code")
	f.StringVar(&o.body, "body", "", "what the customer's bill shows")
	f.StringVar(&o.attach, "attach", "", "`text` that WeChat returns with the order")
	f.StringVar(&o.goodsTag, "goods-tag", "", "WeChat's `tag` for coupons")
	f.StringVar(&o.detail, "detail", "", "the goods as `JSON`, for coupons on single articles; see help goods")
	return cmd
}

// payFlagError tells -5 as the amount that it is.
func payFlagError(cmd *cobra.Command, err error) error {
	if unknown, is := errors.AsType[*pflag.NotExistError](err); is {
		if short := unknown.GetSpecifiedShortnames(); short != "" && strings.ContainsAny(short[:1], "0123456789.") {
			if _, err := flow.ParseYuan("-" + short); err != nil {
				return usage("%s", err).as(codes.WhyAmount)
			}
		}
	}
	return flags.Refused(cmd, err)
}

// request checks everything that needs neither configuration nor journal. The
// codes are not repeated in any error.
func (o *payOptions) request(g *global, set *pflag.FlagSet, args []string) (flow.SaleRequest, error) {
	q := flow.SaleRequest{Ref: o.ref, NewAll: o.another.All, Member: o.member, Method: flow.MethodFace, OutTradeNo: flow.OutTradeNo(o.outTradeNo),
		Telephone: secret.New(o.telephone), Body: o.body, Attach: o.attach, GoodsTag: o.goodsTag}
	args = o.another.Take(args)
	q.New = o.another.List
	if len(args) != 1 {
		return q, usage("pay takes one amount, and got %d arguments", len(args)).hint("facetill pay 12.80")
	}
	var err error
	if q.TotalFee, err = flow.ParseYuan(args[0]); err != nil {
		return q, usage("%s", err).as(codes.WhyAmount)
	}
	if set.Changed("detail") {
		if q.Detail, err = charge.CheckDetail(o.detail, q.TotalFee); err != nil {
			return q, usage("--%s", err).as(codes.WhyText)
		}
	}
	if set.Changed("ref") {
		if err := flow.CheckRef(o.ref); err != nil {
			return q, usage("%s", err).as(codes.WhyReference).hint("leave --ref out where there is none")
		}
	}
	face, scanned := set.Changed("face-code"), set.Changed("auth-code")
	switch {
	case o.member && (face || scanned):
		return q, usage("--member recognises a face: it does not go with a code that is there already")
	case o.telephone != "" && (face || scanned):
		return q, usage("--telephone is shown on the face screen: it does not go with a code that is there already")
	case face && scanned:
		return q, usage("--face-code and --auth-code exclude each other")
	case face != set.Changed("out-trade-no"):
		return q, usage("--face-code and --out-trade-no belong together: a face is captured for one number")
	case face && o.faceCode != "-": // arguments can be read by every user of the machine, and a face code has no other way to be typed
		return q, usage("--face-code takes - alone and reads the code from stdin")
	case face:
		err = checkOutTradeNo(o.outTradeNo)
	case scanned:
		q.Method = flow.MethodCode
		if o.authCode != "-" { // else it is read later
			fmt.Fprintf(g.s.err, "facetill: --auth-code: every user of this machine can read the code while pay runs\ntry: --auth-code -, with the code on stdin\n")
			err = takeCode(o.authCode, &q)
		}
	}
	return q, cmp.Or(err, o.texts())
}

func takeCode(code string, q *flow.SaleRequest) error {
	if err := field.CheckPaymentCode(code); err != nil {
		return usage("%s", err).as(codes.WhyPayCode)
	}
	q.AuthCode = secret.New(code)
	return nil
}

// fromStdin reads the code of a sale that brings one on stdin. It may have to wait
// for a customer to be scanned: the sale has been asked for by then (money rule 5.3).
func (o *payOptions) fromStdin(g *global, q *flow.SaleRequest) error {
	if o.faceCode == "" {
		code, err := streams.Scanned(g.s.in)
		if err != nil {
			return usage("--auth-code -: %s", err).as(codes.WhyStdin)
		}
		return takeCode(code, q)
	}
	text, err := streams.AllOf(g.s.in, streams.MostAnswer)
	if err != nil {
		return usage("--face-code -: %s", err).as(codes.WhyStdin)
	}
	face, err := streams.ReadFace(text)
	switch {
	case err != nil:
		return usage("--face-code -: %s", err).as(codes.WhyPayCode)
	case face.Number != "" && face.Number != o.outTradeNo:
		return usage("--face-code -: this face was taken for %s, and --out-trade-no is %s; give the number of the capture", face.Number, o.outTradeNo).as(codes.WhyPayCode).
			hint("--out-trade-no %s, with the same on stdin and all else as before", face.Number)
	}
	if face.Fee != 0 && face.Fee != q.TotalFee {
		return usage("--face-code -: this face was taken for %s, and the amount is %s; the customer saw the first", face.Fee, q.TotalFee).as(codes.WhyAmount).
			hint("facetill pay %s --face-code - --out-trade-no %s, with the same on stdin and all else as before; for another amount the face is taken anew", face.Fee, o.outTradeNo)
	}
	q.FaceCode, q.OpenID, q.Face = face.Code, face.OpenID, face.Told
	return nil
}

// texts checks what WeChat's field table limits, in bytes.
func (o *payOptions) texts() error {
	for _, t := range []struct {
		flag, value string
		most        int
	}{{"--body", o.body, 127}, {"--attach", o.attach, 127}, {"--goods-tag", o.goodsTag, 32}, {"--telephone", o.telephone, 20}} {
		if err := fits(t.flag, t.value, t.most); err != nil {
			return err
		}
	}
	return nil
}

// fits checks a text that WeChat's field table limits, in bytes.
func fits(flag, value string, most int) error {
	switch {
	case len(value) > most:
		return usage("%s has %d bytes, %d are allowed; shorten it", flag, len(value), most).as(codes.WhyText)
	case strings.ContainsFunc(value, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\uFFFD' }):
		return usage("%s has a character that cannot be printed; leave it out", flag).as(codes.WhyText)
	}
	return nil
}

// checkOutTradeNo holds a number from outside against WeChat's rule for it.
func checkOutTradeNo(no string) error {
	if !numbers.IsOrder(no) {
		return usage("--out-trade-no is not 6 to 32 letters, digits or _-|*; give the number of the capture").as(codes.WhyField)
	}
	return nil
}
