package wire

import (
	"bytes"
	"slices"
)

const fixtureSecret = "0123456789abcdef0123456789abcdef"

// requestFields is the documented micropay request table with 19 fields.
var requestFields = Message{
	{"appid", "wx2421b1c4370ec43b"},
	{"mch_id", "1900000109"},
	{"sub_mch_id", "1900000110"},
	{"device_info", "lane-03"},
	{"nonce_str", "5K8264ILTKCH16CQ2502SI8ZNMTM67VS"},
	{"sign_type", "HMAC-SHA256"},
	{"body", "腾讯珠江店-日用百货"},
	{"detail", `{"cost_price":608800,"receipt_id":"wx123","goods_detail":[{"goods_id":"1001","goods_name":"iPhone6s <16G>","quantity":1,"price":528800},{"goods_id":"1002","goods_name":"数据线 & 充电头","quantity":2,"price":40000}]}`},
	{"attach", "till=3&cashier=08"},
	{"out_trade_no", "26112510203012345678901234567890"},
	{"total_fee", "608800"},
	{"fee_type", "CNY"},
	{"spbill_create_ip", "192.168.10.21"},
	{"goods_tag", "WXG"},
	{"time_start", "20261125102030"},
	{"time_expire", "20261125102230"},
	{"receipt", "Y"},
	{"auth_code", "130000000000123456"},
	{"scene_info", `{"store_info":{"id":"SZTX001","name":"腾大餐厅","area_code":"440305","address":"科技园中一路腾讯大厦"}}`},
}

// answerFields is the documented success answer; with the sign 20 elements.
var answerFields = Message{
	{"return_code", "SUCCESS"},
	{"return_msg", "OK"},
	{"appid", "wx2421b1c4370ec43b"},
	{"mch_id", "1900000109"},
	{"device_info", "lane-03"},
	{"nonce_str", "GOp3TRyMXzbMlkun"},
	{"result_code", "SUCCESS"},
	{"openid", "oUpF8uN95-Ptaags6E_roPHg7AG0"},
	{"is_subscribe", "N"},
	{"trade_type", "MICROPAY"},
	{"bank_type", "CCB_DEBIT"},
	{"total_fee", "608800"},
	{"coupon_fee", "800"},
	{"cash_fee", "608000"},
	{"fee_type", "CNY"},
	{"transaction_id", "1008450740201411110005820873"},
	{"out_trade_no", "26112510203012345678901234567890"},
	{"attach", "till=3 lane=3"},
	{"time_end", "20261125102035"},
}

func mustKey(secret string) *Key {
	k, err := NewKey(secret)
	if err != nil {
		panic(err)
	}
	return k
}

// signedAnswer is the answer as WeChat writes it: texts in CDATA.
func signedAnswer(k *Key, t SignType, indent string) []byte {
	m := append(slices.Clone(answerFields), Field{"sign", k.Sign(answerFields, t)})
	var b bytes.Buffer
	b.WriteString("<xml>" + indent)
	for _, f := range m {
		b.WriteString("<" + f.Name + "><![CDATA[" + f.Value + "]]></" + f.Name + ">" + indent)
	}
	b.WriteString("</xml>")
	return b.Bytes()
}

func asMap(m Message) map[string]string {
	out := make(map[string]string, len(m))
	for _, f := range m {
		out[f.Name] = f.Value
	}
	return out
}

// buildRequest is what a client does for one payment: fields, sign, bytes.
func buildRequest(k *Key, dst []byte) []byte {
	m := make(Message, 0, len(requestFields)+1)
	m = append(m, requestFields...)
	m = append(m, Field{"sign", k.Sign(m, HMACSHA256)})
	return m.Append(dst)
}

func readAnswer(k *Key, body []byte) (Message, error) {
	m, err := Decode(body)
	if err != nil {
		return nil, err
	}
	return m, k.VerifyAs(m, HMACSHA256)
}
