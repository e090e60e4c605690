package cli

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"facetill/flow"
)

// payOptions are the flags of pay.
type payOptions struct {
	ref, authCode, faceCode, outTradeNo string
	telephone, body, attach, goodsTag   string
	another, member                     bool
}

func newPay(g *global) *cobra.Command {
	o := &payOptions{}
	cmd := &cobra.Command{
		Use:   "pay AMOUNT",
		Short: "Make one sale to its end, without a screen",
		Long: "pay takes AMOUNT yuan by face, or from a scanned payment code (--auth-code). It stays\n" +
			"until the end is known, and its last line says it. See help exit-codes and help json.\n\n" +
			"With --ref the same call may be repeated at any time: it never charges twice. A\n" +
			"reference must not move between journals.",
		Args:        cobra.ArbitraryArgs,
		Annotations: map[string]string{resultLine: resultOfPay},
		RunE: func(cmd *cobra.Command, args []string) error {
			q, err := o.request(g, cmd.Flags(), args)
			if err != nil {
				return err
			}
			return runPay(cmd.Context(), g, q)
		},
	}
	cmd.SetFlagErrorFunc(payFlagError)
	f := cmd.Flags()
	f.StringVar(&o.ref, "ref", "", "your own `reference` of the sale: the same again gives the same answer")
	f.BoolVar(&o.another, "new", false, "another customer: do not stop at an unsettled sale of the same amount")
	f.StringVar(&o.authCode, "auth-code", "", "charge a scanned payment `code`; - reads it from stdin")
	f.StringVar(&o.faceCode, "face-code", "", "- reads a face code from stdin that was captured under --out-trade-no")
	f.StringVar(&o.outTradeNo, "out-trade-no", "", "the `number` that the face code was captured for")
	f.BoolVar(&o.member, "member", false, "recognise the customer first: a member pays without typing a telephone number")
	f.StringVar(&o.telephone, "telephone", "", "the customer's telephone `number`, shown on the face screen to be confirmed")
	f.StringVar(&o.body, "body", "", "what the customer's bill shows")
	f.StringVar(&o.attach, "attach", "", "`text` that WeChat returns with the order")
	f.StringVar(&o.goodsTag, "goods-tag", "", "WeChat's `tag` for coupons")
	return cmd
}

// payFlagError tells -5 as the amount that it is.
func payFlagError(_ *cobra.Command, err error) error {
	unknown, is := errors.AsType[*pflag.NotExistError](err)
	if is {
		if short := unknown.GetSpecifiedShortnames(); short != "" && strings.ContainsAny(short[:1], "0123456789.") {
			if _, err := flow.ParseYuan("-" + short); err != nil {
				return usage("%s", err)
			}
		}
	}
	return usage("%s", err).hint("facetill help pay")
}

// request checks everything that needs neither configuration nor journal. The
// codes are not repeated in any error.
func (o *payOptions) request(g *global, set *pflag.FlagSet, args []string) (flow.SaleRequest, error) {
	q := flow.SaleRequest{Ref: o.ref, New: o.another, Member: o.member, Method: flow.MethodFace, OutTradeNo: flow.OutTradeNo(o.outTradeNo),
		Telephone: flow.NewSecret(o.telephone), Body: o.body, Attach: o.attach, GoodsTag: o.goodsTag}
	if len(args) != 1 {
		return q, usage("pay takes one amount, and got %d arguments", len(args)).hint("facetill pay 12.80")
	}
	var err error
	if q.Fee, err = flow.ParseYuan(args[0]); err != nil {
		return q, usage("%s", err)
	}
	if set.Changed("ref") {
		if err := flow.CheckRef(o.ref); err != nil {
			return q, usage("%s", err).hint("leave --ref out where there is none")
		}
	}
	face, scanned := set.Changed("face-code"), set.Changed("auth-code")
	switch {
	case o.member && (face || scanned):
		return q, usage("--member recognises a face: it does not go with a code that is there already")
	case face && scanned:
		return q, usage("--face-code and --auth-code exclude each other")
	case face != set.Changed("out-trade-no"):
		return q, usage("--face-code and --out-trade-no belong together: a face is captured for one number")
	case face:
		return o.captured(g, q)
	case scanned:
		return o.scanned(g, q)
	}
	return q, o.texts()
}

func (o *payOptions) scanned(g *global, q flow.SaleRequest) (flow.SaleRequest, error) {
	code := o.authCode
	if code == "-" {
		var err error
		if code, err = firstLine(g.s.in); err != nil {
			return q, usage("--auth-code -: %s", err)
		}
	}
	if err := flow.CheckAuthCode(code); err != nil {
		return q, usage("%s", err)
	}
	q.Method, q.AuthCode = flow.MethodCode, flow.NewSecret(code)
	return q, o.texts()
}

// captured takes a face code from stdin alone: arguments can be read by every
// user of the machine, and a face code has no other way to be typed.
func (o *payOptions) captured(g *global, q flow.SaleRequest) (flow.SaleRequest, error) {
	if o.faceCode != "-" {
		return q, usage("--face-code takes - alone and reads the code from stdin")
	}
	if err := checkOutTradeNo(o.outTradeNo); err != nil {
		return q, err
	}
	code, err := firstLine(g.s.in)
	if err != nil {
		return q, usage("--face-code -: %s", err)
	}
	q.FaceCode = flow.NewSecret(code)
	return q, o.texts()
}

// texts checks what WeChat's field table limits, in bytes.
func (o *payOptions) texts() error {
	for _, t := range []struct {
		flag, value string
		most        int
	}{{"--body", o.body, 127}, {"--attach", o.attach, 127}, {"--goods-tag", o.goodsTag, 32}, {"--telephone", o.telephone, 20}} {
		switch {
		case len(t.value) > t.most:
			return usage("%s has %d bytes, %d are allowed; shorten it", t.flag, len(t.value), t.most)
		case strings.ContainsFunc(t.value, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\uFFFD' }):
			return usage("%s has a character that cannot be printed; leave it out", t.flag)
		}
	}
	return nil
}

// checkOutTradeNo holds a number from outside against WeChat's rule for it.
func checkOutTradeNo(no string) error {
	bad := func(r rune) bool {
		return !(r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || strings.ContainsRune("_-|*", r))
	}
	if no == "" || len(no) > 32 || strings.ContainsFunc(no, bad) {
		return usage("--out-trade-no is not 1 to 32 letters, digits or _-|*; give the number of the capture")
	}
	return nil
}
