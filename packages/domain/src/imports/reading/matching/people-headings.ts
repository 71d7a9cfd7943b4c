import { groupWords } from './group-words.ts'

/**
 * How files name people's fields: the products' own words first, then English, German, French, Spanish, Portuguese and
 * Swahili. Within a field the better heading comes first: it wins where a file has both. Source: IMP-2, IMP-3.
 */
const list = (...texts: string[]): string[] => texts.flatMap((text) => text.split(',').map((alias) => alias.trim()))

export const peopleHeadings = {
  name: list(
    'full name, display name, name, complete name, member name, student name, contact name, person name, sort name',
    'vollständiger name, anzeigename, name und vorname, vor- und nachname, nom complet, nom et prénom, nom prénom',
    'nombre completo, nombre y apellidos, nombre y apellido, nome completo, jina kamili, jina',
  ),
  givenName: list(
    'first name, given name, forename, christian name, firstname, fname, given names, first names',
    'vorname, vornamen, prénom, prénoms, primer nombre, nombres, nombre de pila, primeiro nome, nome próprio',
    'jina la kwanza',
  ),
  middleName: list(
    'middle name, middle names, middle initial, other names, second name, zweiter vorname, mittelname',
    'deuxième prénom, segundo nombre, nome do meio, segundo nome, jina la kati, jina la pili',
  ),
  familyName: list(
    'last name, surname, family name, lastname, lname, second surname, nachname, familienname, zuname',
    'nom de famille, apellidos, apellido, primer apellido, sobrenome, último nome, jina la ukoo, jina la mwisho',
  ),
  prefix: list(
    'name prefix, prefix, salutation, honorific, anrede, civilité, tratamiento, tratamento, pronome de tratamento',
  ),
  suffix: list('name suffix, suffix, namenszusatz, suffixe, sufijo, sufixo'),
  preferredName: list(
    'preferred name, nickname, nick name, nick, goes by, known as, preferred first name, rufname, spitzname, übername',
    'prénom usuel, surnom, apodo, nombre preferido, nome social, nome preferido, jina la utani',
  ),
  gender: list('gender, sex, geschlecht, sexe, genre, sexo, género, jinsia'),
  birthDate: list(
    'birth date, date of birth, birthday, dob, d o b, born, born on, birth day, birth year, year of birth',
    'geburtsdatum, geburtstag, geb datum, geboren am, geboren, geburtsjahr, jahrgang, date de naissance, naissance, né le',
    'fecha de nacimiento, nacimiento, fecha nacimiento, cumpleaños, data de nascimento, nascimento, data nascimento',
    'aniversário, tarehe ya kuzaliwa, kuzaliwa, mwaka wa kuzaliwa',
  ),
  emails: list(
    'email, email address, e-mail addresses, emails, mail, mail address, email value, haupt-e-mail, e-mail-adresse',
    'mailadresse, courriel, adresse e-mail, adresse électronique, adresse mail, mél, correo, correo electrónico',
    'dirección de correo, dirección de correo electrónico, correio eletrônico, correio electrónico, endereço de e-mail',
    'barua pepe, anwani ya barua pepe',
  ),
  phones: list(
    'mobile phone number, mobile phone, mobile, cell phone, cell, cellphone, mobile number, cell number, cell phone number',
    'phone, phone number, phone numbers, phones, telephone, telephone number, tel, tel no, phone no, mobile no, msisdn',
    'contact number, phone value, whatsapp, whatsapp number, landline, handy, handynummer, mobil, mobiltelefon, mobilnummer, natel',
    'telefon, telefonnummer, festnetz, rufnummer, téléphone, téléphone portable, portable, tél, numéro de téléphone, gsm',
    'téléphone fixe, teléfono, teléfono móvil, móvil, celular, número de teléfono, teléfono celular, telefone, telemóvel',
    'telefone celular, número de telefone, simu, nambari ya simu, namba ya simu, simu ya mkononi',
  ),
  street: list(
    'street address, street line 1, street 1, street, address line 1, address 1, line 1, address street, street name, address',
    'formatted address, full address, home address, mailing address, postal address, residential address, straße, straße und hausnummer, anschrift, adresse, adresse 1, rue, adresse postale',
    'dirección, calle, domicilio, dirección postal, endereço, rua, morada, logradouro, anwani, mtaa',
  ),
  street2: list(
    'street line 2, address line 2, address 2, street 2, line 2, street address 2, street address line 2, extended address',
    'apartment, adresszusatz, adresse 2, complément d’adresse, complemento de dirección, complemento',
  ),
  city: list(
    'city, town, suburb, city town, town city, locality, ort, stadt, wohnort, ville, commune, localité, ciudad, localidad',
    'municipio, población, cidade, município, localidade, mji, jiji',
  ),
  province: list(
    'state, province, state province, province state, state region, region, county, bundesland, kanton, département, canton',
    'province région, provincia, estado, departamento, distrito, mkoa, jimbo, kaunti',
  ),
  postalCode: list(
    'zip, zip code, zipcode, postal code, postcode, post code, zip postal code, postal, plz, postleitzahl, code postal, cp',
    'código postal, cep, código de endereçamento postal, msimbo wa posta',
  ),
  country: list('country, nation, country name, land, pays, país, nchi, country region'),
  institution: list(
    'school, university, institution, college, school name, university name, college name, school university, campus university',
    'hochschule, universität, uni, schule, bildungseinrichtung, université, école, établissement, universidad, escuela',
    'institución, centro de estudios, universidade, escola, faculdade, instituição, chuo, chuo kikuu, shule',
  ),
  courseOfStudy: list(
    'course of study, major, course, field of study, degree, degree programme, degree program, programme of study, program of study, study program',
    'studiengang, studienfach, fachrichtung, studium, filière, cursus, domaine d’études, carrera, curso, área de estudio',
    'área de estudo, kozi, kozi ya masomo',
  ),
  expectedGraduation: list(
    'expected graduation, expected graduation date, graduation date, graduation year, grad year, graduation, class of',
    'year of graduation, expected graduation year, anticipated graduation, completion year, abschlussjahr, abschluss, studienende',
    'voraussichtlicher abschluss, voraussichtliches studienende, année de diplôme, fin d’études, date de fin d’études, promotion',
    'año de graduación, graduación, fecha de graduación, ano de formatura, formatura, ano de conclusão, previsão de formatura',
    'mwaka wa kuhitimu, kuhitimu',
  ),
  languages: list(
    'languages, language, languages spoken, spoken languages, preferred language, mother tongue, native language, sprachen',
    'sprache, muttersprache, langues, langue, langue maternelle, idiomas, idioma, lengua materna, línguas, língua, lugha',
  ),
  emergencyName: list(
    'emergency contact name, emergency contact, emergency name, emergency contact person, next of kin name, next of kin, notfallkontakt',
    'notfallkontakt name, contact d’urgence, personne à contacter en cas d’urgence, contacto de emergencia',
    'nombre de contacto de emergencia, contato de emergência, nome do contato de emergência, mtu wa dharura',
  ),
  emergencyPhone: list(
    'emergency contact phone, emergency phone, emergency contact number, emergency contact phone number, emergency phone number',
    'emergency number, emergency contact mobile, next of kin phone, next of kin phone number, next of kin contact, notfallnummer, notfalltelefon, notfallkontakt telefon',
    'téléphone d’urgence, teléfono de emergencia, teléfono de contacto de emergencia, telefone de emergência, simu ya dharura',
  ),
  joinedOn: list(
    'membership date, date joined, joined on, joined, join date, member since, membership start date, date of membership',
    'mitglied seit, eintrittsdatum, eintritt, beitrittsdatum, beitritt, date d’adhésion, membre depuis, date d’entrée',
    'fecha de ingreso, miembro desde, fecha de membresía, data de ingresso, membro desde, data de entrada, tarehe ya kujiunga',
  ),
  state: list(
    'membership status, member status, membership, membership state, membership type, member type, classification',
    'mitgliedschaft, mitgliedsstatus, mitgliedstatus, statut de membre, adhésion, estado de membresía, membresía',
    'situação de membro, membresia, uanachama, hali ya uanachama',
  ),
  active: list('active, is active, active status, aktiv, actif, activo, ativo'),
  node: [
    ...groupWords,
    ...list(
      'campus, group name, campus name, group code, campus code, small group name, node, node code, branch, chapter',
      'ortsgruppe, hauptebene, antenne, tawi',
    ),
  ],
  externalId: list(
    'person id, breeze id, import key, id, external id, member id, contact id, individual id, people id, record id, internal contact id',
    'personen id, personennummer, mitgliedernummer, mitgliedsnummer, numéro de membre, número de miembro, número de membro',
    'member number, member no, membership number, membership no, external identifier',
  ),
  doNotContact: list(
    'do not contact, no contact, don’t contact, opted out, contact blocked, kontaktsperre, nicht kontaktieren',
    'keine kontaktaufnahme, ne pas contacter, no contactar, não contatar, não contactar, usiwasiliane',
  ),
}

/** Headings whose meaning their values or neighbours decide. */
export const weakHeadings = {
  givenName: list('first, given, fore name, vor, vname'),
  familyName: list('apelido, nom, last, sur name, nname'),
  preferredName: list('apelido'),
  prefix: list('title, titel, titre, título'),
  phones: list('home, work, other, private, privat, office, number, contact, contacts, business'),
  street: list('mailing, residence'),
  city: list('place, location'),
  province: list('district'),
  institution: list('organization name, organization, organisation'),
  courseOfStudy: list('department, faculty, program, programme, studies, fakultät, faculté, facultad'),
  expectedGraduation: list('promo, year of completion, class year, abschluss jahr'),
  joinedOn: list('start date, date added, date time added, joined date, since, seit, depuis, desde'),
  state: list(
    'status, type, category, member, kategorie, statut, estado, situación, situação, hali, state, group member status',
  ),
  active: list('status, statut, estado, situación, situação, record status, group member status, hali'),
  node: list(
    'location, site, church, team, ministry, groups, gemeinde, ebene, standort, église, iglesia, igreja, kanisa, sede, filial',
  ),
  externalId: list(
    'reg no, registration number, admission number, student id, matriculation number, matrikelnummer, no, nr, number, key, uuid, uid',
  ),
  doNotContact: list(
    'do not mail, do not email, do not phone, do not call, do not sms, do not trade, opt out, no mail, unsubscribed, email opt out',
  ),
}

/** Words before an alias of an address part that leave it the person's own address. */
export const homeWords = list(
  'home address, home, address, mailing address, mailing, postal address, primary address, primary, residential, residence, permanent, current, main',
  'privat, wohn, haupt, adresse, dirección, endereço, anwani, address 1, address home',
)

/** Words before `email` or `phone` that leave it one of the person's own. */
export const contactWords = list(
  'home, personal, private, primary, main, preferred, work, business, office, other, another, second, secondary, alternate, alternative, school, student, university, college, member, mobile, cell, contact, work other, additional, first, household primary',
  'privat, haupt, arbeit, geschäft, geschäftlich, dienst, dienstlich, weitere, zweite, mobil, personnel, professionnel, autre, domicile, travail',
  'personal, trabajo, otro, casa, alternativo, pessoal, trabalho, outro, binafsi, kazi, nyumbani, nyingine',
)
