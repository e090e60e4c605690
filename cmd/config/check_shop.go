package config

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
)

// store checks what goes into authinfo (id and name are required there, 32
// and 128 characters) and into scene_info, whose JSON has at most 256.
func (k *checker) store() {
	s := &k.c.Store
	k.required("store.id", s.ID, "choose a number for this store, such as \"SH-0001\"")
	k.required("store.name", s.Name, "write the name that customers see")
	k.id("store.id", s.ID)
	k.text("store.name", s.Name, 128)
	k.text("store.address", s.Address, 128)
	if s.AreaCode != "" && (len(s.AreaCode) != 6 || !allDigits(s.AreaCode)) {
		k.problem("store.area_code", "is "+shown(s.AreaCode), "write the six digits of GB/T 2260, such as \"310101\"")
	}
	// Texts cannot fail to encode.
	scene, _ := json.Marshal(map[string]any{"store_info": map[string]string{
		"id": s.ID, "name": s.Name, "area_code": s.AreaCode, "address": s.Address,
	}})
	if len(scene) > 256 {
		k.problem("store.address", fmt.Sprintf("makes scene_info %d bytes long, and 256 are allowed", len(scene)),
			"shorten the address or the store's name")
	}
}

func (k *checker) terminal() {
	t := &k.c.Terminal
	k.required("terminal.device_id", t.DeviceID, "choose a number for this till, such as \"SH-0001-01\"")
	k.id("terminal.device_id", t.DeviceID)
	if t.Lane != t.DeviceID {
		k.id("terminal.lane", t.Lane)
	}
	k.text("terminal.cashier", t.Cashier, 32)
	if !t.ManagerPINHash.IsZero() && !validPINHash(t.ManagerPINHash.Reveal()) {
		k.problem("terminal.manager_pin_hash", "is no argon2id hash",
			"write the line that starts with $argon2id$v=19$m=, in single quotes")
	}
}

var phc = regexp.MustCompile(`^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/]{11,64})\$([A-Za-z0-9+/]{22,86})$`)

// validPINHash checks the form (PHC string: salt of 8 to 48 bytes, hash of 16
// to 64, base64 without padding) and that the till can afford it: at most
// 256 MiB and 20 passes.
func validPINHash(hash string) bool {
	part := phc.FindStringSubmatch(hash)
	if part == nil {
		return false
	}
	memory, _ := strconv.Atoi(part[1])
	passes, _ := strconv.Atoi(part[2])
	lanes, _ := strconv.Atoi(part[3])
	return lanes >= 1 && lanes <= 255 && memory >= 8*lanes && memory <= 256<<10 && passes >= 1 && passes <= 20
}
