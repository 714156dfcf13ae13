/** Names for people who do not exist: of the team, and in varied cases. */
const given: readonly string[] = (
  'Amina Bastian Chioma Dmitri Elif Farid Grace Hana Ivo Jana Kofi Leila Mateo Nadia Oskar Priya Quentin Rosa Samir Tomás ' +
  'Ursula Viktor Wanjiru Xenia Yusuf Zofia Aiko Brigid Cem Daniela Esther Fionn Giulia Hamza Ingrid Joaquim Katya Linh ' +
  'Moses Noor Olga Pedro Rania Sanjay Thandi Uma Vera Wei Yara Zeynep'
).split(' ');
const family: readonly string[] = (
  'Abara Bergström Castellano Dubois Ekwueme Ferreira Grabowski Haddad Ivanova Jansen Kimura Lindholm Mbeki Novák Ocampo ' +
  'Petrov Quiroga Rossi Sato Takács Ueda Vargas Wójcik Xu Yilmaz Zimmer Andersson Baptiste Chatterjee Dlamini Eriksen ' +
  'Fonseca Goldberg Hosseini Ibáñez Jovanović Khalil Laurent Mwangi Nguyen'
).split(' ');

/** The nth of 2,000 names, no two the same, neighbours unlike each other. */
export function nameOf(index: number): string {
  const first = given[index % given.length] ?? '';
  // Counts up once a round, so that a first name meets every family name.
  const second = family[(index * 7 + Math.floor(index / given.length)) % family.length] ?? '';
  return `${first} ${second}`;
}
