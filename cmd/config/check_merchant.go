package config

import (
	"fmt"
	"strings"

	"facetill/flow/secret"
)

// apiKeyLength is WeChat's: 32 characters, set on the merchant platform.
const apiKeyLength = 32

func (k *checker) merchant() {
	m := &k.c.Merchant
	real := k.c.WeChat.Adapter == AdapterWeChat
	if real {
		k.required("merchant.app_id", m.AppID, "write the appid that is bound to the merchant number")
		k.required("merchant.mch_id", m.MchID, "write the merchant number")
	}
	if m.SubAppID != "" {
		k.required("merchant.sub_mch_id", m.SubMchID, "write the sub-merchant's number, or leave sub_app_id out")
	}
	k.apiKey(m, real)
	k.certificate(m, real)
}

// apiKey resolves the one source of the API key that is set.
func (k *checker) apiKey(m *Merchant, real bool) {
	var set []string
	for _, s := range []struct{ key, value string }{
		{"api_key_file", m.APIKeyFile}, {"api_key_env", m.APIKeyEnv}, {"api_key", m.InlineAPIKey.Reveal()},
	} {
		if s.value != "" {
			set = append(set, s.key)
		}
	}
	if len(set) == 0 {
		k.refuse(real && !k.failed("merchant.api_key", "merchant.api_key_env"), "merchant.api_key_file", "is missing, so nothing can be signed",
			"set exactly one of api_key_file, api_key_env, api_key")
		return
	}
	key := "merchant." + set[len(set)-1]
	if len(set) > 1 {
		k.problem(key, "stands beside "+strings.Join(set[:len(set)-1], " and "), "keep exactly one source of the API key")
		return
	}
	found := m.InlineAPIKey
	k.refuse(!found.IsZero() && !private(k.mode), key, "is a secret in a file that other users may read", "chmod 600 this file, or use "+key+"_file")
	k.fromFile(key, m.APIKeyFile, &found)
	k.fromEnv(key, m.APIKeyEnv, &found)
	if value := found.Reveal(); !found.IsZero() && (len(value) != apiKeyLength || strings.ContainsFunc(value, unseen)) {
		k.problem(key, fmt.Sprintf("gives a key of %d bytes", len(value)),
			"the API key has exactly 32 letters and digits; copy it again from the merchant platform")
	} else if !found.IsZero() {
		m.APIKey = found
	}
}

// certificate checks that there is one client certificate, as a PEM pair or a
// p12. Without it no sale could be reversed, so the real gateway refuses.
func (k *checker) certificate(m *Merchant, real bool) {
	pem, p12 := m.CertFile != "" || m.KeyFile != "", m.P12File != ""
	m.P12Password = secret.New(m.MchID)
	switch {
	case pem && p12:
		k.problem("merchant.p12_file", "stands beside cert_file or key_file", "keep either the PEM pair or the p12")
		return
	case !pem && !p12 && real && !k.failed("merchant.key_file", "merchant.p12_file"):
		k.problem("merchant.cert_file", "is missing: without a client certificate no sale could be reversed",
			"set cert_file and key_file, or p12_file, from the merchant platform")
		return
	}
	if pem {
		k.required("merchant.cert_file", m.CertFile, "a PEM pair is cert_file and key_file")
		k.required("merchant.key_file", m.KeyFile, "a PEM pair is cert_file and key_file")
		k.file("merchant.cert_file", m.CertFile)
		k.privateFile("merchant.key_file", m.KeyFile)
	}
	k.privateFile("merchant.p12_file", m.P12File)
	if p12 {
		k.fromEnv("merchant.p12_password_env", m.P12PasswordEnv, &m.P12Password)
	}
}
