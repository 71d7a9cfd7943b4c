/** Names of many cultures, written for this product; both seeds draw from them. */
import type { Random } from './random.ts'

export interface Culture {
  country: string
  language: string
  female: readonly string[]
  male: readonly string[]
  family: readonly string[]
  /** How often it is drawn in the demo, against the others. */
  weight: number
  familyFirst?: boolean
  /** Without a space between the parts, as Chinese and Korean names are written in their own script. */
  joined?: boolean
}

/** Names between spaces; an underscore is a space inside one. */
const list = (text: string) => text.split(' ').map((name) => name.replaceAll('_', ' '))

export const cultures: readonly Culture[] = [
  {
    country: 'KE',
    language: 'sw',
    weight: 52,
    female: list(
      'Wanjiru Akinyi Chebet Mercy Faith Njeri Atieno Purity Esther Mumbi Joy Cherono Nyambura Achieng Zawadi Neema Wambui Kerubo Moraa Halima Mwende Ndinda Gathoni Naserian',
    ),
    male: list(
      'Kamau Otieno Kipchumba Brian Kevin Mutua Juma Kiprono Njoroge Baraka Omondi Wafula Mwangi Ian Dennis Collins Barasa Lemayan Musa Kibet Ochieng Maina Nderitu Simiyu',
    ),
    family: list(
      'Kamau Ochieng Mwangi Kiplagat Wanyama Njuguna Odhiambo Mutiso Cheruiyot Ng’ang’a Otieno Kariuki Onyango Rotich Musyoka Nyong’o Wekesa Kimani Gitau Oduor Barasa Koech Muthoni Ndegwa Ole_Sankale Abdi Karanja Makori',
    ),
  },
  {
    country: 'TZ',
    language: 'sw',
    weight: 8,
    female: list('Rehema Upendo Neema Salma Tumaini Mwajuma Asha Furaha'),
    male: list('Emmanuel Baraka Hamisi Juma Rashidi Elia Amani Godfrey'),
    family: list('Mushi Massawe Mwakyusa Kimaro Lyimo Mwinyi Nyerere Shirima Mtui Temba'),
  },
  {
    country: 'UG',
    language: 'lg',
    weight: 6,
    female: list('Nakato Namusoke Babirye Apio Kyomugisha Nansubuga Auma Kirabo'),
    male: list('Kato Wasswa Mugisha Okello Ssemakula Tumusiime Opio Kizza'),
    family: list('Ssekandi Nalwanga Mukasa Byaruhanga Okot Kiggundu Namatovu Lubega Tumwesigye'),
  },
  {
    country: 'ET',
    language: 'am',
    weight: 4,
    female: list('Selamawit Hirut Tigist Bethlehem Meklit Tsion'),
    male: list('Dawit Yonas Bereket Abel Henok Natnael'),
    family: list('Tesfaye Bekele Haile Gebremariam Abebe Wolde Alemu Girma'),
  },
  {
    country: 'NG',
    language: 'yo',
    weight: 5,
    female: list('Adésùwà Chidinma Ngozi Ọmọlará Ifeoma Temitọpẹ Zainab Blessing'),
    male: list('Chukwuemeka Olúwaṣeun Tunde Ikenna Babajide Uche Sanusi Ẹniọlá'),
    family: list('Okonkwo Adébáyọ̀ Nwosu Balógun Eze Ògúnlẹ́yẹ Okafor Danjuma Ibekwe'),
  },
  {
    country: 'GH',
    language: 'ak',
    weight: 3,
    female: list('Akosua Abena Efua Adwoa Esi Yaa'),
    male: list('Kwame Kofi Yaw Kwabena Kojo Ekow'),
    family: list('Mensah Boateng Asante Owusu Agyeman Addo Quaye'),
  },
  {
    country: 'CD',
    language: 'fr',
    weight: 4,
    female: list('Grâce Divine Thérèse Benédicte Noëlla Joséphine'),
    male: list('Jean-Pierre Trésor Héritier Christian Dieudonné Gédéon'),
    family: list('Kabongo Ilunga Mbuyi Tshibangu Lukusa Kalala Mwamba'),
  },
  {
    country: 'MX',
    language: 'es',
    weight: 3,
    female: list('Lucía María_José Ximena Sofía Inés Begoña'),
    male: list('José Andrés Tomás Ángel Íñigo Joaquín'),
    family: list('Hernández Muñoz Núñez Gutiérrez Peña Rodríguez Ávila Ibáñez'),
  },
  {
    country: 'BR',
    language: 'pt',
    weight: 2,
    female: list('Conceição Letícia Antônia Júlia Débora'),
    male: list('João Mateus Luís Tiago Estêvão'),
    family: list('Gonçalves Araújo Conceição Magalhães Assunção Brandão'),
  },
  {
    country: 'DE',
    language: 'de',
    weight: 2,
    female: list('Annelie Zoë Käthe Jördis Friederike'),
    male: list('Jürgen Götz Lukas Sören Matthäus'),
    family: list('Müller Groß Schäfer Krüger Weiß Böhm Löwe'),
  },
  {
    country: 'PL',
    language: 'pl',
    weight: 2,
    female: list('Małgorzata Zofia Łucja Agnieszka Bożena'),
    male: list('Łukasz Paweł Michał Jędrzej Stanisław'),
    family: list('Wójcik Kowalczyk Żukowski Śliwa Dąbrowski Gołąb'),
  },
  {
    country: 'NO',
    language: 'nb',
    weight: 1,
    female: list('Åse Ingrid Sølvi Bjørg Astrid'),
    male: list('Håkon Øystein Bjørn Søren Åke'),
    family: list('Østby Ångström Sæther Bjørnstad Lindqvist Þórsson'),
  },
  {
    country: 'EG',
    language: 'ar',
    weight: 2,
    female: list('Mariam Nour Salma Yasmin Farida'),
    male: list('Mina Youssef Karim Abdallah Girgis'),
    family: list('Al-Masri Haddad Khoury Ghattas Abd_el-Malek Naguib'),
  },
  {
    country: 'SD',
    language: 'ar',
    weight: 1,
    female: list('مريم سارة نور هدى'),
    male: list('يوسف كريم إبراهيم داود'),
    family: list('الخوري حداد منصور عيسى'),
  },
  {
    country: 'CN',
    language: 'zh',
    weight: 1,
    familyFirst: true,
    joined: true,
    female: list('小雨 美玲 思琪 雅婷'),
    male: list('伟明 志强 子轩 浩然'),
    family: list('王 李 张 陈 刘 黄'),
  },
  {
    country: 'CN',
    language: 'zh',
    weight: 1,
    familyFirst: true,
    female: list('Xiǎoyǔ Meiling Siqi Yating'),
    male: list('Weiming Zhiqiang Zixuan Haoran'),
    family: list('Wang Li Zhang Chen Lü Huang'),
  },
  {
    country: 'KR',
    language: 'ko',
    weight: 1,
    familyFirst: true,
    joined: true,
    female: list('하은 서연 지우 민서'),
    male: list('도윤 준호 시우 예준'),
    family: list('김 이 박 최 정'),
  },
  {
    country: 'KR',
    language: 'ko',
    weight: 1,
    familyFirst: true,
    female: list('Ha-eun Seo-yeon Ji-woo Min-seo'),
    male: list('Do-yun Jun-ho Si-woo Ye-jun'),
    family: list('Kim Lee Park Choi Jung'),
  },
  {
    country: 'IN',
    language: 'hi',
    weight: 3,
    female: list('Priya Ananya Lakshmi Deepa Sneha Kavitha'),
    male: list('Arjun Rahul Vikram Sanjay Thomas Abhishek'),
    family: list('Sharma Patel Reddy Nair Iyer Fernandes D’Souza Chaudhary'),
  },
  {
    country: 'IN',
    language: 'hi',
    weight: 1,
    female: list('प्रिया अनन्या लक्ष्मी'),
    male: list('अर्जुन राहुल विक्रम'),
    family: list('शर्मा पटेल सिंह'),
  },
  {
    country: 'VN',
    language: 'vi',
    weight: 2,
    familyFirst: true,
    female: list('Thị_Hương Minh_Anh Thu_Thảo Ngọc_Bích'),
    male: list('Văn_Đức Quốc_Bảo Minh_Tuấn Hữu_Phước'),
    family: list('Nguyễn Trần Lê Phạm Đặng Võ'),
  },
  {
    country: 'RW',
    language: 'rw',
    weight: 3,
    female: list('Uwase Mutesi Ineza Umutoni Keza'),
    male: list('Mugabo Iradukunda Hirwa Nshuti Gasana'),
    family: list('Uwimana Habimana Niyonzima Mukamana Ndayisaba'),
  },
]

/** For the demo's few people who go by one name alone. */
const singleNames = list('Suharto Mahalakshmi Naledi Thandiwe Ariyanto Nandini Tenzin Halimah')

export interface MadeName {
  name: string
  gender: 'female' | 'male'
  culture: Culture
}

/** Draws a name; cultures by their weight, a middle name now and then, a name alone rarely. */
export function drawName(random: Random): MadeName {
  const culture = weighted(random)
  const gender = random.chance(0.54) ? 'female' : 'male'
  if (random.chance(0.012)) return { name: random.pick(singleNames), gender, culture }
  const given = random.pick(culture[gender])
  const family = random.pick(culture.family)
  const middle = culture.familyFirst || !random.chance(0.2) ? '' : ` ${random.pick(culture[gender])}`
  const parts = culture.familyFirst ? [family, given] : [`${given}${middle === ` ${given}` ? '' : middle}`, family]
  return { name: parts.join(culture.joined ? '' : ' '), gender, culture }
}

const total = cultures.reduce((sum, { weight }) => sum + weight, 0)

function weighted(random: Random): Culture {
  let left = random.below(total)
  return cultures.find(({ weight }) => (left -= weight) < 0)!
}

/** The letters of a name that can stand in an e-mail address; empty where the script has none. */
export const addressPart = (name: string): string =>
  name
    .normalize('NFD')
    .toLowerCase()
    .replaceAll(/\p{Diacritic}|[’'-]/gu, '')
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o')
    .replaceAll('đ', 'd')
    .replaceAll('ß', 'ss')
    .replaceAll('æ', 'ae')
    .replaceAll('þ', 'th')
    .replaceAll(/[^a-z]+/g, '.')
    .replaceAll(/^\.+|\.+$/g, '')
