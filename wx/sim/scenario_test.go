package sim

import (
	"testing"

	"facetill/flow/golden"
	"facetill/wx/wire"
)

// TestScenarioByCode: the code wins over the amount, but only a gateway's number
// in a code of right check digits.
func TestScenarioByCode(t *testing.T) {
	c := newClient(t, Config{})
	want(t, c.micropay(c.number(), Code(15, 1), 100), "err_code", "NOTENOUGH")
	want(t, c.micropay(c.number(), Code(15, 2), 90011), "err_code", "NOTENOUGH")
	want(t, c.micropay(c.number(), Code(10, 3), 100), "result_code", "SUCCESS")
	want(t, c.micropay(c.number(), Code(10, 4), 90015), "err_code", "NOTENOUGH")
	want(t, c.micropay(c.number(), Code(99, 5), 100), "result_code", "SUCCESS")
	wrong := []byte(Code(15, 6))
	wrong[17] = '0' + (wrong[17]-'0'+1)%10
	want(t, c.micropay(c.number(), string(wrong), 100), "result_code", "SUCCESS")
	want(t, c.call(&wire.Facepay, face(c.number(), FaceCode(15, 7), 100)...), "err_code", "NOTENOUGH")
	for _, fee := range []int64{90000, 90061, 90069, 90070, 90071, 90072, 90073, 90001, 90010, 1, 9001100} {
		want(t, c.micropay(c.number(), Code(0, uint64(fee)), fee), "result_code", "SUCCESS")
	}
}

func TestCodeForm(t *testing.T) {
	if got := Code(11, 42); got != "131100000000420683" || FaceCode(11, 42) != "f1311-0000000042-0683" {
		t.Errorf("code %s, face code %s", got, FaceCode(11, 42))
	}
	for _, code := range []string{"", "1", "f", "f1311-0000000042-4107", "f1311-0000000042-41060", "1311000000004206830", "10110000000042410x"} {
		if behaviour(code) != 0 {
			t.Errorf("%q has a behaviour", code)
		}
	}
}

// A face is charged for the number and the amount that it was taken for, and for nothing else;
// what is refused has used up nothing. The code is that of device/sim's TestFaceIsOfItsSale.
func TestFaceIsOfItsSale(t *testing.T) {
	c := newClient(t, Config{})
	const micro, facepay = "131500042821251746", "f1315-0004282125-1746"
	for _, wrong := range [][]string{sale("20000002", micro, 100), sale("20000001", micro, 101)} {
		want(t, c.call(&wire.Micropay, wrong...), "err_code", "PARAM_ERROR", "err_code_des", "face_code业务数据不匹配")
	}
	want(t, c.call(&wire.Facepay, face("20000002", facepay, 100)...), "err_code", "PARAM_ERROR", "err_code_des", "face_code业务数据不匹配")
	want(t, c.micropay("20000001", micro, 100), "err_code", "NOTENOUGH") // its customer is number 15
	want(t, newClient(t, Config{}).call(&wire.Facepay, face("20000001", facepay, 100)...), "err_code", "NOTENOUGH")
}

// TestTable holds the documented table to its numbers and to the README's form.
func TestTable(t *testing.T) {
	if len(table) != lastScenario {
		t.Fatalf("%d scenarios", len(table))
	}
	names := map[string]bool{}
	for i, sc := range Scenarios() {
		if sc.Number != i+1 || names[sc.Name] || sc.Name == "" || sc.Chinese == "" || sc.English == "" || sc.Calls == "" {
			t.Errorf("entry %d: %+v", i, sc)
		}
		if (sc.Calls == "device") != (!gatewayActs(sc.Number)) {
			t.Errorf("%d is acted by %s", sc.Number, sc.Calls)
		}
		names[sc.Name] = true
	}
	golden.File(t, "testdata/table.golden", Table())
}
