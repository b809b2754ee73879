/** A duration in seconds, as one says it: 40 seconds, 5 minutes, 2 hours. */
const lasting = (seconds, lang) => {
  const [unit, size] = seconds < 100 ? ["second", 1] : seconds < 6e3 ? ["minute", 60] : ["hour", 3600];
  return new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "long" }).format(Math.ceil(seconds / size));
};

/** The words that only someone who takes part needs, in French and in English. */
export const partPhrases = {
  tools: ["Mise en forme", "Formatting"],
  strong: ["Gras", "Bold"],
  emphasis: ["Italique", "Italic"],
  list: ["Liste", "List"],
  link: ["Lien", "Link"],
  spoiler: ["Masquer", "Hide"],
  slow: [(n) => `Mode lent : un commentaire toutes les ${lasting(n, "fr")}.`, (n) => `Slow mode: one comment every ${lasting(n, "en")}.`],
  wait: [
    (n) => `Mode lent : vous pourrez publier dans ${lasting(n, "fr")}.`,
    (n) => `Slow mode: you can publish in ${lasting(n, "en")}.`,
  ],
  left: [(n) => `${n} caractères restants`, (n) => `${n} characters left`],
  over: [(n) => `${n} caractères de trop`, (n) => `${n} characters too many`],
  save: ["Enregistrer", "Save"],
  cancel: ["Annuler", "Cancel"],
  anyway: ["Publier quand même", "Publish anyway"],
  mend: ["Corriger", "Mend it"],
  published: ["Votre commentaire est publié.", "Your comment is published."],
  draft: ["Votre brouillon est revenu.", "Your draft is back."],
  discard: ["L’effacer", "Discard it"],
  down: ["Le serveur ne répond pas. Votre texte est gardé ici.", "The server does not answer. Your text is kept here."],
  as: [(name) => `Vous signez ${name}`, (name) => `You write as ${name}`],
  leave: ["Se déconnecter", "Sign out"],
  name: ["Choisissez votre pseudonyme", "Choose your pseudonym"],
  understood: ["J’ai compris", "Understood"],
  rule: ["Règle", "Rule"],
  sure: ["Retirer ce commentaire pour toujours ?", "Withdraw this comment for ever?"],
  insult: ["Insulte, attaque", "Insult, attack"],
  hate: ["Haine, discrimination", "Hatred, discrimination"],
  spam: ["Publicité", "Advertising"],
  false: ["Fausse information", "False information"],
  private: ["Vie privée", "Privacy"],
  other: ["Autre raison", "Another reason"],
  precise: ["Précisions (facultatif)", "Details (optional)"],
  send: ["Envoyer", "Send"],
  yourReply: [(name) => `Votre réponse à ${name}`, (name) => `Your reply to ${name}`],
};
