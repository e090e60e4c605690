package trace

import (
	"regexp"
	"strings"

	"facetill/flow/field"
)

// Field is one value of a request or an answer as it may be seen.
type Field struct{ Name, Value string }

// Masked stands for a value that is not shown.
const Masked = "***"

// mostValue is the longest value that is shown, in characters.
const mostValue = 120

// shown are the fields whose values are nobody's secret: names of merchant, store and
// order, amounts, times, codes and switches. All others are masked, credentials and
// payers' data among them, and whatever a newer document brings.
var shown = set(`
	now version
	appid mch_id sub_appid sub_mch_id store_id device_id device_info
	out_trade_no transaction_id total_fee fee_type cash_fee cash_fee_type settlement_total_fee coupon_fee coupon_count coupon_type
	out_refund_no refund_id refund_fee refund_fee_type refund_account refund_status refund_count total_refund_count refund_success_time
	refund_channel settlement_refund_fee cash_refund_fee coupon_refund_fee coupon_refund_count offset
	face_code_type face_authtype ask_face_permit ask_ret_page ask_unionid auth_mode screen_index ignore_update_pay_result
	disable_keyboard use_window_nofocus camera_rotation perform_mode proxy_type payresult
	nonce_str sign_type spbill_create_ip time_start time_expire time_end expires_in
	limit_pay receipt profit_sharing deposit is_subscribe promotion_id
	bill_date bill_type tar_type`)

// codes are fields that are shown where they have the form of a code.
var codes = set(`return_code result_code err_code trade_state trade_type bank_type recall unionid_code error_code`)

// switches are fields that are shown where they are one digit.
var switches = set(`underage_state telephone_used`)

// isSwitch reports whether a value is one digit.
func isSwitch(value string) bool { return len(value) == 1 && value[0] >= '0' && value[0] <= '9' }

// spoken are texts for people. What may be somebody's number in one is masked.
var spoken = set(`store_name goods_tag unionid_msg return_msg err_code_des trade_state_desc body attach detail scene_info refund_desc refund_recv_accout`)

func set(names string) map[string]bool {
	all := map[string]bool{}
	for _, name := range strings.Fields(names) {
		all[name] = true
	}
	return all
}

// numbered is the place of a field in a list: coupon_fee_0.
var numbered = regexp.MustCompile(`(_[0-9]+)+$`)

// someones is what may be a person's or a credential in a text.
var someones = regexp.MustCompile(`[0-9A-Za-z+/=_-]*[0-9][0-9A-Za-z+/=_-]*`)

// leastNumber is from which length on such a word is masked.
const leastNumber = 9

// leastEcho is from which length on a masked value is looked for in the other ones.
const leastEcho = 6

// All returns the fields of one message as they may be seen. Where a value repeats one
// that is masked, it is masked, too.
func All(raw []Field) []Field {
	all := make([]Field, len(raw))
	for i, f := range raw {
		all[i] = Show(f.Name, f.Value)
	}
	for _, secret := range raw {
		if len(secret.Value) < leastEcho || Show(secret.Name, secret.Value).Value != Masked {
			continue
		}
		for i, f := range raw {
			if strings.Contains(f.Name, secret.Value) {
				all[i].Name = Masked
			}
			if strings.Contains(f.Value, secret.Value) {
				all[i].Value = Masked
			}
		}
	}
	return all
}

// Show returns a field as it may be seen.
func Show(name, value string) Field {
	f := Field{Name: field.Cut(field.Plain(name), mostValue), Value: Masked}
	known := numbered.ReplaceAllString(name, "")
	switch {
	case value == "":
		f.Value = ""
	case shown[known], codes[known] && field.IsCode(value), switches[known] && isSwitch(value):
		f.Value = field.Cut(field.Plain(value), mostValue)
	case spoken[known]:
		text := someones.ReplaceAllStringFunc(field.Plain(value), func(word string) string {
			if len(word) < leastNumber {
				return word
			}
			return Masked
		})
		f.Value = field.Cut(text, mostValue)
	case !field.IsCode(strings.ToUpper(known)): // a name that nobody would give a field says nothing either
		f.Name = Masked
	}
	return f
}
