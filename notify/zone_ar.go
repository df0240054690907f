package notify

// arabicZones returns how the Arabic press calls the time of a zone, after «بتوقيت», of the Arab countries and of the cities
// that it tells the time of most or has many readers in.
func arabicZones() map[string]string {
	return map[string]string{
		"UTC": "غرينتش", "Etc/UTC": "غرينتش",
		"Asia/Riyadh": "الرياض", "Asia/Dubai": "دبي", "Asia/Qatar": "الدوحة", "Asia/Bahrain": "المنامة", "Asia/Kuwait": "الكويت",
		"Asia/Muscat": "مسقط", "Asia/Aden": "عدن", "Asia/Baghdad": "بغداد", "Asia/Beirut": "بيروت", "Asia/Damascus": "دمشق",
		"Asia/Amman": "عمّان", "Asia/Gaza": "غزة", "Asia/Hebron": "الخليل", "Asia/Jerusalem": "القدس",
		"Africa/Cairo": "القاهرة", "Africa/Khartoum": "الخرطوم", "Africa/Tripoli": "طرابلس", "Africa/Tunis": "تونس",
		"Africa/Algiers": "الجزائر", "Africa/Casablanca": "الدار البيضاء", "Africa/El_Aaiun": "العيون", "Africa/Nouakchott": "نواكشوط",
		"Africa/Mogadishu": "مقديشو", "Africa/Djibouti": "جيبوتي", "Indian/Comoro": "موروني",
		"Europe/London": "لندن", "Europe/Paris": "باريس", "Europe/Berlin": "برلين", "Europe/Moscow": "موسكو", "Europe/Istanbul": "إسطنبول",
		"Europe/Rome": "روما", "Europe/Madrid": "مدريد", "Europe/Brussels": "بروكسل", "Europe/Amsterdam": "أمستردام", "Europe/Vienna": "فيينا",
		"Europe/Zurich": "زيورخ", "Europe/Stockholm": "ستوكهولم", "Europe/Oslo": "أوسلو", "Europe/Copenhagen": "كوبنهاغن", "Europe/Athens": "أثينا",
		"Asia/Tehran": "طهران", "Asia/Karachi": "كراتشي", "Asia/Tokyo": "طوكيو", "Australia/Sydney": "سيدني", "Africa/Juba": "جوبا",
		"America/New_York": "نيويورك", "America/Chicago": "شيكاغو", "America/Los_Angeles": "لوس أنجلوس", "America/Toronto": "تورونتو", "America/Montreal": "مونتريال",
	}
}
