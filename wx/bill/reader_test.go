package bill

import (
	"errors"
	"io"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"testing/iotest"
)

// TestWhole: the same bill in each of its dresses.
func TestWhole(t *testing.T) {
	bare := strings.TrimPrefix(whole, byteOrderMark)
	for name, bill := range map[string]string{
		"as it comes": whole, "without a mark": bare, "with bare line ends": strings.ReplaceAll(bare, "\r\n", "\n"),
		"without a last line end": strings.TrimSuffix(whole, "\r\n"), "with blanks around it": "\r\n" + whole + "\r\n \n",
		"packed": packed(t, whole), "packed in two parts": packed(t, whole[:700]) + packed(t, whole[700:]),
		"with sums in the newer form": strings.Replace(whole, "`3.0,`9.8,`12.14,`0.0,`-0.01,`12.8,`15.3", "`3,`9.80,`12.14,`0.00,`-0.01000,`12.80,`15.30", 1),
		"with sums of floating point": strings.Replace(whole, "`9.8,`12.14", "`9.799999999999999,`1.2140000000000001e1", 1),
	} {
		rows, sum, err := readAll(t, bill)
		want := Totals{Rows: 3, Settled: 980, Refunded: 1214, Fee: -1000, Total: 1280, Asked: 1530}
		if err != nil || len(rows) != 3 || !reflect.DeepEqual(sum, Summary{Read: want}) {
			t.Errorf("%s: %d rows, %+v, %v", name, len(rows), sum, err)
		}
	}
	rows, sum, err := readAll(t, text(allHeader, allSums, "`0,`0.00,`0.00,`0.00,`0.00000,`0.00,`0.00"))
	if err != nil || len(rows) != 0 || len(sum.Findings) != 0 {
		t.Errorf("no rows: %v %+v %v", rows, sum, err)
	}
	_, sum, err = readAll(t, text(oldHeader, oldRow, oldRefund, oldSums, "`2,`12.80,`2.50,`0.00,`0.07000"))
	if err != nil || len(sum.Findings) != 0 {
		t.Errorf("the old layout: %+v %v", sum, err)
	}
}

// TestNoBill: what is no bill is told by name.
func TestNoBill(t *testing.T) {
	xml := func(fields string) string {
		return "<xml><return_code><![CDATA[FAIL]]></return_code>\n" + fields + "</xml>"
	}
	gbk := "\xbd\xbb\xd2\xd7\xca\xb1\xbc\xe4,\xb9\xab\xd6\xda\xd5\xcb\xba\xc5ID,\xc9\xcc\xbb\xa7\xba\xc5\r\n"
	cut := packed(t, whole)
	damaged := []byte(cut)
	damaged[len(damaged)-5] ^= 1
	corrupt := []byte(cut)
	for i := range corrupt[20:] {
		corrupt[20+i] = 0xff
	}
	for name, r := range map[string]struct {
		text string
		want Error
	}{
		"nothing":                {"", Error{Kind: Empty}},
		"a mark alone":           {byteOrderMark, Error{Kind: Empty}},
		"blanks":                 {"\r\n \r\n", Error{Kind: Empty}},
		"a letter":               {"Dear customer,\nhere is your bill.\n", Error{Kind: NotABill}},
		"a page":                 {"<html><body>502</body></html>\n", Error{Kind: NotABill}},
		"an archive":             {"PK\x03\x04\x14\x00\x06\n", Error{Kind: NotABill}},
		"UTF-16":                 {"\xff\xfe\xa4\x4e\x13\x66\n", Error{Kind: NotABill}},
		"a person's own bill":    {"交易单号,交易对方,商品\n", Error{Kind: NotABill}},
		"GBK":                    {gbk, Error{Kind: GBK}},
		"GBK packed":             {packed(t, gbk), Error{Kind: GBK}},
		"a long first line":      {strings.Repeat("x", maxLine+1), Error{Kind: LongLine, Line: 1}},
		"no column of a number":  {text(strings.Replace(allHeader, "商户订单号", "x", 1)), Error{Kind: NoColumn, Column: "商户订单号"}},
		"no column of a total":   {text(strings.Replace(allHeader, ",订单金额", "", 1)), Error{Kind: NoColumn, Column: "订单金额"}},
		"a part of the columns":  {text(strings.Replace(allHeader, ",商户退款单号", "", 1)), Error{Kind: NoColumn, Column: "商户退款单号"}},
		"cut in its first line":  {whole[:100], Error{Kind: Cut}},
		"cut in its mark":        {whole[:2], Error{Kind: Cut}},
		"packed, cut at once":    {cut[:4], Error{Kind: Cut}},
		"packed, another sum":    {string(damaged), Error{Kind: Damaged}},
		"packed, something else": {string(corrupt), Error{Kind: Damaged}},
		"no trade":               {xml("<return_msg><![CDATA[No Bill Exist]]></return_msg><error_code><![CDATA[20002]]></error_code>"), Error{Kind: NoTrade, Code: "20002", Message: "No Bill Exist"}},
		"no trade by the manual": {byteOrderMark + "\n" + xml("<return_msg>NO Bill Exist</return_msg>"), Error{Kind: NoTrade, Code: "FAIL", Message: "NO Bill Exist"}},
		"no trade, packed":       {packed(t, xml("<return_msg>No Bill Exist</return_msg>")), Error{Kind: NoTrade, Code: "FAIL", Message: "No Bill Exist"}},
		"in the making":          {xml("<return_msg>Bill Creating</return_msg><error_code>20002</error_code>"), Error{Kind: NotReady, Code: "20002", Message: "Bill Creating"}},
		"a number without words": {xml("<error_code>20002</error_code>"), Error{Kind: Refused, Code: "20002"}},
		"no permission":          {xml("<return_msg>当前商户号账单API权限已经关闭</return_msg><error_code>20007</error_code>"), Error{Kind: Refused, Code: "20007", Message: "当前商户号账单API权限已经关闭"}},
		"a wrong key":            {xml("<return_msg>sign\nerror</return_msg><error_code>20001</error_code>"), Error{Kind: Refused, Code: "20001", Message: "sign error"}},
		"a book":                 {xml("<return_msg>" + strings.Repeat("长", 1000) + "</return_msg>"), Error{Kind: Refused, Code: "FAIL", Message: strings.Repeat("长", maxWords)}},
		"half an answer":         {"<xml><return_code>FAIL", Error{Kind: NotABill}},
	} {
		rows, _, err := readAll(t, r.text)
		e, is := errors.AsType[*Error](err)
		if !is || *e != r.want || len(rows) > 0 && e.Kind != Damaged {
			t.Errorf("%s: %d rows, %#v", name, len(rows), err)
		}
		if is && (e.Error() == "" || strings.ContainsAny(e.Error(), "\n\x00")) {
			t.Errorf("%s: %q", name, e.Error())
		}
	}
	if _, _, err := readAll(t, text(allHeader, "`"+strings.Repeat("x", maxLine))); err == nil || err.Error() != "line 2 is longer than 64 KiB, which no bill has" {
		t.Error(err)
	}
	if _, _, err := readAll(t, text(allHeader, "`x"+strings.Repeat("\nx", maxLine/2))); err == nil || err.Error() != "line 2 is longer than 64 KiB, which no bill has" {
		t.Error(err)
	}
}

// TestEveryColumn: each column that is needed is missed by name.
func TestEveryColumn(t *testing.T) {
	header := strings.Split(allHeader, ",")
	for i, name := range header {
		_, err := newLayout(strings.Join(append(append([]string{}, header[:i]...), header[i+1:]...), ","))
		e, _ := errors.AsType[*Error](err)
		optional := strings.Contains(" 特约商户号 用户标识 交易类型 付款银行 代金券金额 充值券退款金额 退款类型 商品名称 商户数据包 费率 费率备注 ", " "+name+" ")
		if name == "申请退款金额" { // the old layout has 退款金额 alone
			optional = true
		}
		if optional != (err == nil) || err != nil && (e.Kind != NoColumn || e.Column != name) {
			t.Errorf("without %s: %v", name, err)
		}
	}
}

// TestSummaryLies: each number of the summary is held against the rows.
func TestSummaryLies(t *testing.T) {
	said := []string{"3.0", "9.8", "12.14", "0.0", "-0.01", "12.8", "15.3"}
	for i, column := range strings.Split(allSums, ",") {
		for _, lie := range []string{"7", "", "x", "0x10", "1e400", "NaN", "9.80001", "9.800003", "100000000000000000000"} {
			lies := append([]string{}, said...)
			lies[i] = lie
			_, sum, err := readAll(t, text(allHeader, reversedRow, saleRow, refundRow, allSums, "`"+strings.Join(lies, ",`")))
			if err != nil || len(sum.Findings) != 1 || sum.Findings[0].Kind != Differs || sum.Findings[0].Column != column || sum.Findings[0].Line != 6 {
				t.Errorf("%s %q: %+v %v", column, lie, sum.Findings, err)
			}
		}
	}
	_, sum, _ := readAll(t, text(allHeader, saleRow, allSums, "`2,`9.80,`0.00,`0.00,`0.07680,`12.80,`x"))
	var told []string
	for _, f := range sum.Findings {
		told = append(told, f.String())
	}
	if want := "the summary says 2 for 总交易单数, the rows add up to 1; the summary says 0.07680 for 手续费总金额, the rows add up to 0.08; the summary says no number for 申请退款总金额, the rows add up to 0.00"; strings.Join(told, "; ") != want {
		t.Error(told)
	}
}

// TestSummaryOfEverySum: what goes back to a coupon has a sum of its own, and a summary with
// too few numbers is none.
func TestSummaryOfEverySum(t *testing.T) {
	coupon := strings.Replace(refundRow, "`2.34,`0.00", "`2.34,`1.50", 1)
	for sums, want := range map[string]FindingKind{
		"`1.0,`0.0,`2.34,`1.5,`-0.01,`0.0,`2.5": "", "`1.0,`0.0,`2.34,`0.0,`-0.01,`0.0,`2.5": Differs, "`1.0,`0.0,`2.34,`1.5,`-0.01,`0.0": NoSummary, "`1.0": NoSummary,
	} {
		_, sum, err := readAll(t, text(allHeader, coupon, allSums, sums))
		if err != nil || (want == "") != (len(sum.Findings) == 0) || want != "" && sum.Findings[0].Kind != want {
			t.Errorf("%s: %+v %v", sums, sum.Findings, err)
		}
	}
}

// TestNumbers: what a large merchant's sums look like, and what is said of those below zero.
func TestNumbers(t *testing.T) {
	for cell, want := range map[string]int64{"1.23456789E7": 1234567890000, "-0.01": -1000, "1e10": 1e15, "45.0": 4500000} {
		if n, ok := total(cell); !ok || n != want {
			t.Errorf("%s is %d, %t", cell, n, ok)
		}
	}
	for _, cell := range []string{"1.1e10", "0.000001", "", "1,000.00"} {
		if n, ok := total(cell); ok {
			t.Errorf("%q is %d", cell, n)
		}
	}
	for n, want := range map[int64]string{-1000: "-0.01", -1: "-0.00001", 1280000: "12.80", 768: "0.00768", 0: "0.00"} {
		if got := yuan(n); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
}

// TestTwice: reading ends with the first bill.
func TestTwice(t *testing.T) {
	head := text(allHeader, saleRow)
	tail := text(allSums, "`1,`9.80,`0.00,`0.00,`0.08000,`12.80,`0.00")
	twice := Finding{Kind: Twice, Line: 5}
	for name, r := range map[string]struct {
		text string
		want []Finding
	}{
		"one behind the other":     {head + tail + head + tail, []Finding{twice}},
		"with a mark":              {head + tail + byteOrderMark + head + tail, []Finding{twice}},
		"packed":                   {packed(t, head+tail) + packed(t, head+tail), []Finding{twice}},
		"a row behind the summary": {head + tail + saleRow, []Finding{twice}},
		"the first one cut":        {head + byteOrderMark + head + tail, []Finding{{Kind: Twice, Line: 3}, {Kind: NoSummary, Line: 3}}},
		"a header twice":           {text(allHeader) + head + tail, []Finding{{Kind: Twice, Line: 2}, {Kind: NoSummary, Line: 2}}},
		"something long behind it": {head + tail + strings.Repeat("x", 3*maxLine), []Finding{twice}},
	} {
		rows, sum, err := readAll(t, r.text)
		if n := 1; name == "a header twice" && len(rows) != 0 || name != "a header twice" && len(rows) != n || err != nil || !reflect.DeepEqual(sum.Findings, r.want) {
			t.Errorf("%s: %d rows, %v %v", name, len(rows), sum.Findings, err)
		}
		for _, f := range sum.Findings {
			if f.String() == "" {
				t.Error("a finding without words")
			}
		}
	}
}

// TestCutAnywhere: a bill that ends at any other byte is told, or all of it was there.
func TestCutAnywhere(t *testing.T) {
	for name, bill := range map[string]string{"plain": whole, "packed": packed(t, whole), "old": text(oldHeader, oldRow, oldRefund, oldSums, "`2,`12.80,`2.50,`0.00,`0.07000")} {
		all, want, _ := readAll(t, bill)
		for n := range len(bill) {
			rows, sum, err := readAll(t, bill[:n])
			if err == nil && len(sum.Findings) == 0 && (name == "packed" || len(rows) != len(all) || !reflect.DeepEqual(sum, want)) {
				t.Errorf("%s: cut at %d of %d: %d rows agree", name, n, len(bill), len(rows))
			}
			for i, r := range rows {
				if r != all[i] && r.Unreadable == "" {
					t.Errorf("%s: cut at %d: row %d is another one", name, n, i)
				}
			}
		}
	}
}

// TestSourceFails: an error of the file is neither a short bill nor one of WeChat's.
func TestSourceFails(t *testing.T) {
	broken := errors.New("disk")
	for _, n := range []int{0, 50, 700, len(whole) - 3, len(whole)} {
		r := NewReader(io.MultiReader(strings.NewReader(whole[:n]), iotest.ErrReader(broken)))
		var err error
		for err == nil {
			_, err = r.Next()
		}
		if !errors.Is(err, broken) {
			t.Errorf("after %d bytes: %v", n, err)
		}
	}
}

// endless is a bill of many rows.
type endless struct {
	rows int
	left string
}

func (e *endless) Read(p []byte) (int, error) {
	if e.left == "" {
		if e.rows == 0 {
			return 0, io.EOF
		}
		e.rows--
		e.left = saleRow + "\r\n"
	}
	n := copy(p, e.left)
	e.left = e.left[n:]
	return n, nil
}

// TestMemory: memory is bounded by a line, however long the bill.
func TestMemory(t *testing.T) {
	const count = 150_000 // 33 MB
	r := NewReader(io.MultiReader(strings.NewReader(allHeader+"\r\n"), &endless{rows: count}))
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before, most := heap(), uint64(0)
	for n := 1; ; n++ {
		if _, err := r.Next(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if n%(count/5) == 0 {
			most = max(most, heap())
		}
	}
	if most > before+(2<<20) || r.Summary().Read.Rows != count || r.Summary().Read.Total != count*1280 {
		t.Errorf("%d bytes more, %+v", int64(most)-int64(before), r.Summary())
	}
}

// Some KB can unpack into more than any disk holds: reading ends, and says how much it was.
func TestMoreThanAnyBill(t *testing.T) {
	r := NewReader(strings.NewReader(whole))
	if _, err := r.Next(); err != nil {
		t.Fatal(err)
	}
	r.lines.most = r.lines.bytes + 10
	_, err := r.Next()
	if e, is := errors.AsType[*Error](err); !is || e.Kind != TooLarge || e.Bytes <= r.lines.most || !strings.Contains(e.Error(), "GiB") {
		t.Errorf("%v", err)
	}
}
