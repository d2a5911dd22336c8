/** A Romanian home and clothing shop, as the demo world sells it. Prices are bani with VAT. */
export type DemoProduct = {
  readonly title: string
  readonly code: string
  readonly priceBani: number
  readonly vendor: string
  readonly variants: readonly string[]
}

const sizes = ['S', 'M', 'L', 'XL']
const shoes = ['36', '37', '38', '39', '40', '41']
const colours = ['alb', 'negru', 'crem', 'verde']

export const demoProducts: readonly DemoProduct[] = [
  { title: 'Tricou din bumbac organic', code: 'TRI', priceBani: 8_990, vendor: 'Țesut', variants: sizes },
  { title: 'Cămașă de in cu mânecă lungă', code: 'CAM', priceBani: 21_900, vendor: 'Țesut', variants: sizes },
  { title: 'Rochie midi înflorată', code: 'ROC', priceBani: 27_900, vendor: 'Țesut', variants: sizes },
  { title: 'Pantaloni chino', code: 'PAN', priceBani: 19_950, vendor: 'Țesut', variants: sizes },
  { title: 'Hanorac cu fermoar', code: 'HAN', priceBani: 24_900, vendor: 'Țesut', variants: sizes },
  { title: 'Pulover din lână merinos', code: 'PUL', priceBani: 32_900, vendor: 'Țesut', variants: sizes },
  { title: 'Jachetă impermeabilă', code: 'JAC', priceBani: 45_900, vendor: 'Creasta', variants: sizes },
  { title: 'Vestă matlasată', code: 'VES', priceBani: 28_900, vendor: 'Creasta', variants: sizes },
  { title: 'Fustă plisată', code: 'FUS', priceBani: 15_900, vendor: 'Țesut', variants: sizes },
  { title: 'Pijama din flanelă', code: 'PIJ', priceBani: 16_900, vendor: 'Țesut', variants: sizes },
  { title: 'Bocanci de munte', code: 'BOC', priceBani: 54_900, vendor: 'Creasta', variants: shoes },
  { title: 'Pantofi sport', code: 'SPO', priceBani: 38_900, vendor: 'Creasta', variants: shoes },
  { title: 'Papuci de casă din pâslă', code: 'PAP', priceBani: 9_900, vendor: 'Pâslărie', variants: shoes },
  { title: 'Sandale din piele', code: 'SAN', priceBani: 26_900, vendor: 'Creasta', variants: shoes },
  { title: 'Cizme de ploaie', code: 'CIZ', priceBani: 17_900, vendor: 'Creasta', variants: shoes },
  { title: 'Cană ceramică 350 ml', code: 'CAN', priceBani: 6_050, vendor: 'Olar', variants: colours },
  { title: 'Farfurie întinsă', code: 'FAR', priceBani: 5_490, vendor: 'Olar', variants: colours },
  { title: 'Bol pentru supă', code: 'BOL', priceBani: 4_990, vendor: 'Olar', variants: colours },
  { title: 'Vază înaltă', code: 'VAZ', priceBani: 12_900, vendor: 'Olar', variants: colours },
  { title: 'Ghiveci cu farfurioară', code: 'GHI', priceBani: 3_990, vendor: 'Olar', variants: colours },
  { title: 'Pătură din lână', code: 'PAT', priceBani: 24_900, vendor: 'Pâslărie', variants: colours },
  { title: 'Față de pernă', code: 'PER', priceBani: 4_590, vendor: 'Țesut', variants: colours },
  { title: 'Lenjerie de pat pentru două persoane', code: 'LEN', priceBani: 28_900, vendor: 'Țesut', variants: colours },
  { title: 'Prosop de baie', code: 'PRO', priceBani: 6_990, vendor: 'Țesut', variants: colours },
  { title: 'Draperie opacă', code: 'DRA', priceBani: 18_900, vendor: 'Țesut', variants: colours },
  { title: 'Covor țesut manual', code: 'COV', priceBani: 64_900, vendor: 'Țesut', variants: ['60 × 90', '120 × 180', '160 × 230'] },
  {
    title: 'Lumânare parfumată',
    code: 'LUM',
    priceBani: 4_490,
    vendor: 'Ceară',
    variants: ['lavandă', 'brad', 'scorțișoară', 'portocală'],
  },
  { title: 'Săpun artizanal', code: 'SAP', priceBani: 1_990, vendor: 'Ceară', variants: ['lavandă', 'gălbenele', 'cărbune', 'miere'] },
  { title: 'Ceai de plante', code: 'CEA', priceBani: 2_250, vendor: 'Poiana', variants: ['mentă', 'mușețel', 'tei', 'sunătoare'] },
  { title: 'Cafea boabe', code: 'CAF', priceBani: 7_290, vendor: 'Poiana', variants: ['250 g', '500 g', '1 kg'] },
  { title: 'Miere de salcâm', code: 'MIE', priceBani: 3_490, vendor: 'Poiana', variants: ['400 g', '900 g'] },
  { title: 'Dulceață de casă', code: 'DUL', priceBani: 2_490, vendor: 'Poiana', variants: ['afine', 'zmeură', 'vișine', 'trandafiri'] },
  { title: 'Rucsac de oraș', code: 'RUC', priceBani: 31_900, vendor: 'Creasta', variants: colours },
  { title: 'Geantă din piele', code: 'GEA', priceBani: 42_900, vendor: 'Creasta', variants: colours },
  { title: 'Portofel subțire', code: 'POR', priceBani: 14_900, vendor: 'Creasta', variants: colours },
  { title: 'Căciulă tricotată', code: 'CAC', priceBani: 7_900, vendor: 'Pâslărie', variants: colours },
  { title: 'Fular lung', code: 'FUL', priceBani: 9_900, vendor: 'Pâslărie', variants: colours },
  { title: 'Mănuși cu două fețe', code: 'MAN', priceBani: 8_490, vendor: 'Pâslărie', variants: sizes },
  { title: 'Șosete groase', code: 'SOS', priceBani: 3_290, vendor: 'Pâslărie', variants: ['36-38', '39-41', '42-44'] },
  { title: 'Agendă cu copertă tare', code: 'AGE', priceBani: 5_900, vendor: 'Filă', variants: colours },
  { title: 'Caiet punctat', code: 'CAI', priceBani: 2_990, vendor: 'Filă', variants: colours },
  { title: 'Stilou cu peniță fină', code: 'STI', priceBani: 16_900, vendor: 'Filă', variants: ['negru', 'albastru'] },
  { title: 'Lampă de birou', code: 'LAM', priceBani: 23_900, vendor: 'Lumină', variants: ['alb', 'negru'] },
  { title: 'Ghirlandă luminoasă', code: 'GHR', priceBani: 8_900, vendor: 'Lumină', variants: ['5 m', '10 m', '20 m'] },
  { title: 'Joc de cărți ilustrat', code: 'JOC', priceBani: 6_900, vendor: 'Filă', variants: ['Basme', 'Munți', 'Păsări'] },
  { title: 'Puzzle din lemn', code: 'PUZ', priceBani: 11_900, vendor: 'Filă', variants: ['500 piese', '1000 piese'] },
]

export const demoBuyers = [
  { name: 'Ana Ionescu', county: 'București', city: 'Sector 3', address: 'Str. Ștefan cel Mare 7', zip: '030167' },
  { name: 'Mihai Popa', county: 'Cluj', city: 'Cluj-Napoca', address: 'Str. Horea 21', zip: '400174' },
  { name: 'Ioana Țepeș', county: 'Iași', city: 'Iași', address: 'Bd. Carol I 4', zip: '700505' },
  { name: 'Ștefan Dumitrescu', county: 'Timiș', city: 'Timișoara', address: 'Str. Alba Iulia 2', zip: '300077' },
  { name: 'Raluca Stănescu', county: 'Brașov', city: 'Brașov', address: 'Str. Republicii 15', zip: '500030' },
  { name: 'Gheorghe Mureșan', county: 'Mureș', city: 'Târgu Mureș', address: 'Str. Bolyai 9', zip: '540064' },
  { name: 'Andreea Vlăduț', county: 'Constanța', city: 'Constanța', address: 'Bd. Tomis 112', zip: '900657' },
  { name: 'Radu Bălan', county: 'Sibiu', city: 'Sibiu', address: 'Str. Nicolae Bălcescu 30', zip: '550159' },
] as const

export const demoCompanies = [
  {
    name: 'Elena Marin',
    company: 'Atelier Nord SRL',
    cui: 'RO40123452',
    county: 'Cluj',
    city: 'Florești',
    address: 'Str. Avram Iancu 44',
    zip: '407280',
  },
  {
    name: 'Dan Pavel',
    company: 'Cafeneaua Veche SRL',
    cui: '20987616',
    county: 'Bihor',
    city: 'Oradea',
    address: 'Str. Vasile Alecsandri 3',
    zip: '410072',
  },
] as const
