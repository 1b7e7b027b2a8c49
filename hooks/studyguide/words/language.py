# ruff: noqa: E501 -- tables of words read better when a row is one row
"""What people write around questions, in many languages: labels, levels, question words, chat and page furniture.

Everything here is a table. A new language is a few words in each row; no code knows a language.
"""

from __future__ import annotations

import re

from .wording import plain, words

# --- labels ----------------------------------------------------------------------------------------------------------

# Words that announce a question when a number or a colon follows: "Q1.", "Question 3:", "Frage:".
QUESTION_LABELS = (
    "question", "questions", "quest", "ques", "que", "q", "interview question", "interviewer", "front", "frage", "pregunta", "domanda",
    "pergunta", "questão", "питання", "запитання", "вопрос", "pytanie", "soru", "otázka", "fråga", "spørgsmål",
    "spørsmål", "kysymys", "kérdés", "întrebare", "ερώτηση", "vraag", "câu hỏi", "câu", "pertanyaan", "soal", "问题", "问", "問題",
    "問", "質問", "题目", "질문", "문제", "문", "प्रश्न", "প্রশ্ন", "سؤال", "السؤال", "س", "שאלה", "ש", "سوال", "คำถาม",
)  # fmt: skip

# Words that announce a question and say that it is a scenario.
SCENARIO_LABELS = (
    "scenario", "scenario question", "scenario-based question", "case study", "szenario", "escenario", "scénario",
    "cenário", "сценарій", "сценарий", "ситуація", "场景", "場景", "シナリオ", "시나리오",
)  # fmt: skip

# Words that announce an answer when a colon follows, or that stand alone on a line.
ANSWER_LABELS = (
    "answer", "answers", "ans", "a", "back", "solution", "sol", "response", "reply", "candidate", "interviewee", "antwort",
    "respuesta", "réponse", "reponse", "risposta", "resposta", "відповідь", "ответ", "odpowiedź", "cevap", "yanıt",
    "odpověď", "odpoveď", "svar", "vastaus", "válasz", "răspuns", "απάντηση", "antwoord", "trả lời", "câu trả lời",
    "đáp án", "jawaban", "jawab", "答案", "答", "回答", "解答", "回复", "答え", "답변", "답", "정답", "उत्तर", "উত্তর", "جواب",
    "الجواب", "الإجابة", "إجابة", "ج", "תשובה", "ת", "پاسخ", "คำตอบ",
)  # fmt: skip

# What may stand before an answer label without being part of the answer.
ANSWER_QUALIFIERS = (
    "correct", "sample", "model", "right", "best", "expected", "suggested", "example", "possible", "the", "your", "my",
    "show", "view", "see", "reveal", "hide", "click for", "click to see", "click to show", "click to view", "toggle",
    "правильна", "правильный", "показати", "показать", "richtige", "correcta", "correcte", "bonne",
)  # fmt: skip


def _any_of(labels: tuple[str, ...]) -> str:
    return "|".join(re.escape(label).replace(r"\ ", r"\s+") for label in sorted(labels, key=len, reverse=True))


_COLON = r"[:：︰]"
_NUMBER = r"(?:\s*(?:\#|№|no\.?|nr\.?|\.)?\s*(?P<number>\d{1,4}(?:\.\d{1,3})*[a-z]?))"
# "Q:", "Q1.", "Question 3 -", "Q 4)", "Question 5" alone on its line; never "Questions about S3" or "Q&A".
_QUESTION_LABEL = re.compile(
    rf"(?P<label>{_any_of(QUESTION_LABELS + SCENARIO_LABELS)})"
    rf"(?:{_NUMBER}?\s*{_COLON}+|{_NUMBER.replace('number', 'number2')}\s*(?:[.)\]、．)]|[-–—](?=\s)|$)|\.(?=\s))\s*"
    rf"|[【\[](?P<boxed>{_any_of(QUESTION_LABELS)})\s?(?P<number5>\d{{1,4}})?[】\]]\s*{_COLON}?\s*"
    r"|(?P<short>q(?:ues)?)\.?\s?(?P<number3>\d{1,4})(?=\s)\s*"
    rf"|(?P<counted>question)\s*\#\s*{_COLON}\s*(?P<number4>\d{{1,4}})\s*$"
    r"|(?P<alone>question|frage|pregunta|domanda|pergunta|питання|запитання|вопрос|pytanie|soru|scenario)\s*(?:\([a-z]{2}\))?\s*$",
    re.I,
)
_ANSWER_LABEL = re.compile(
    rf"[【\[](?P<boxed>{_any_of(tuple(a for a in ANSWER_LABELS if len(a) > 1 or not a.isascii()))})\s?\d{{0,4}}[】\]]\s*{_COLON}?\s*"
    rf"|(?:(?:{_any_of(ANSWER_QUALIFIERS)})\s+)*(?P<label>{_any_of(ANSWER_LABELS)})(?P<number>\s*\#?\d{{1,4}})?\s*"
    rf"(?P<mark>{_COLON}+-?|[-–—](?=\s)|\.(?=\s|[A-Z]|$)|[)](?=\s)|:-|\([a-z]{{2}}\)\s*$|$)\s*",
    re.I,
)
_ANSWER_ALONE = re.compile(
    rf"(?:(?:{_any_of(ANSWER_QUALIFIERS)})\s+)*(?:the\s+)?(?:{_any_of(tuple(a for a in ANSWER_LABELS if len(a) > 1))})"
    rf"(?:\s*\#?\d{{1,4}})?\s*(?:\([a-z]{{2}}\))?\s*{_COLON}?",
    re.I,
)


def question_label(text: str) -> tuple[str, str | None, str, bool] | None:
    """Label, number, the rest, and whether it says "scenario"; or None.

    >>> question_label("Q3. What is S3?")
    ('Q', '3', 'What is S3?', False)
    >>> question_label("Questions about S3") is None
    True
    """
    match = _QUESTION_LABEL.match(text)
    if match is None:
        return None
    label = match["label"] or match["short"] or match["boxed"] or match["counted"] or match["alone"]
    number = match["number"] or match["number2"] or match["number3"] or match["number4"] or match["number5"]
    if len(label) > 1 and match[0].rstrip().endswith(".") and number is None and not match["alone"]:
        return None
    scenario = label.casefold() in SCENARIO_LABELS
    return label, number, text[match.end() :].strip(), scenario


def answer_label(text: str) -> str | None:
    """What stands after an answer's label; None where there is no such label.

    A one-letter label needs a colon, else "A. Foo" would hide an option and "A VPC is…" a sentence.

        >>> answer_label("Answer: It stores objects.")
        'It stores objects.'
        >>> answer_label("A VPC is a network.") is None
        True
    """
    match = _ANSWER_LABEL.match(text)
    if match is None:
        return None
    if match["boxed"]:
        return text[match.end() :].strip()
    mark = match["mark"]
    if len(match["label"]) == 1 and not match["number"] and not mark.startswith((":", "：", "︰")):
        return None
    if (mark == "" or mark.startswith("(")) and not _ANSWER_ALONE.fullmatch(text.strip()):
        return None
    return text[match.end() :].strip()


# --- levels ----------------------------------------------------------------------------------------------------------

# Words that state a level in a heading. "Simple" and "professional" are left out: they name services and exams.
LEVEL_WORDS = {
    "basic": (
        "basic", "basics", "beginner", "beginners", "easy", "fundamental", "fundamentals", "junior", "entry-level",
        "fresher", "freshers", "novice", "foundational", "базовий", "базові", "базовый", "базовые", "базова", "основи",
        "основы", "початковий", "начальный", "легкий", "легкі", "лёгкий", "лёгкие", "новачок", "новичок", "grundlagen",
        "anfänger", "einsteiger", "leicht", "básico", "básicas", "básicos", "principiante", "principiantes", "fácil",
        "débutant", "débutants", "facile", "iniciante", "iniciantes", "podstawowy", "podstawowe", "temel", "başlangıç",
        "základní", "cơ bản", "dasar", "初级", "初級", "基础", "基礎", "入门", "入門", "简单", "초급", "기초", "기본",
        "बुनियादी", "मूल", "أساسي", "مبتدئ", "מתחילים", "בסיסי",
    ),
    "intermediate": (
        "intermediate", "medium", "mid-level", "middle", "moderate", "середній", "середні", "средний", "средние",
        "промежуточный", "mittel", "mittelstufe", "intermedio", "intermedios", "intermedia", "medio", "intermédiaire",
        "intermédiaires", "moyen", "intermediário", "médio", "średni", "średniozaawansowany", "orta", "střední",
        "trung cấp", "menengah", "中级", "中級", "중급", "मध्यम", "متوسط", "בינוני",
    ),
    "advanced": (
        "advanced", "expert", "experts", "hard", "difficult", "senior", "experienced", "просунутий", "просунуті",
        "складний", "складні", "поглиблений", "продвинутый", "продвинутые", "сложный", "сложные", "эксперт", "experte",
        "experten", "schwer", "schwierig", "fortgeschritten", "fortgeschrittene", "avanzado", "avanzados", "avanzadas",
        "difícil", "experto", "avancé", "avancés", "avancées", "difficile", "avançado", "avançadas", "zaawansowany",
        "zaawansowane", "ileri", "pokročilé", "nâng cao", "lanjutan", "高级", "高級", "进阶", "困难", "上級", "応用",
        "고급", "심화", "उन्नत", "متقدم", "מתקדם",
    ),
}  # fmt: skip

# What a heading that only states a level may hold beside the level word.
_LEVEL_COMPANY = frozenset(
    [
        "level",
        "levels",
        "question",
        "questions",
        "interview",
        "section",
        "part",
        "for",
        "the",
        "and",
        "q",
        "a",
        "qs",
        "aws",
        "concepts",
        "рівень",
        "уровень",
        "stufe",
        "nivel",
        "niveau",
        "nível",
        "poziom",
        "seviye",
        "питання",
        "запитання",
        "вопросы",
        "fragen",
        "preguntas",
        "questions",
        "级",
        "级别",
        "题",
        "问题",
        "レベル",
        "질문",
        "레벨",
    ]
)
_ALL_LEVELS = {word: level for level, group in LEVEL_WORDS.items() for word in group}
_LEVEL = re.compile(
    r"(?<![\w-])(?:" + "|".join(re.escape(w) for w in sorted(_ALL_LEVELS, key=len, reverse=True)) + r")(?![\w-])", re.I
)
# Scripts without spaces between words have no word ends to look for.
_UNSPACED = re.compile(
    "|".join(w for w in sorted(_ALL_LEVELS, key=len, reverse=True) if re.search(r"[぀-ヿ一-鿿가-힣]", w))
)
SCENARIO = re.compile(
    r"\b(?:scenarios?|case stud(?:y|ies)|situational|szenarien|escenarios?|scénarios?|cenários?|сценар\w*|ситуаційн\w*"
    r"|ситуационн\w*)\b|场景|シナリオ|시나리오",
    re.I,
)


def level_in(title: str) -> str | None:
    """The one level a heading states; None where it states none or several.

    >>> level_in("Beginner Level (1-20)"), level_in("For beginners and experienced"), level_in("Storage")
    ('basic', None, None)
    """
    found = {_ALL_LEVELS[word.casefold()] for word in _LEVEL.findall(title)}
    found |= {_ALL_LEVELS[word] for word in _UNSPACED.findall(title)}
    return found.pop() if len(found) == 1 else None


def only_a_level(title: str) -> bool:
    """Whether a heading says a level and nothing else.

    >>> only_a_level("Beginner Level (1-20)"), only_a_level("Basic Lambda Concepts")
    (True, False)
    """
    if level_in(title) is None:
        return False
    left = words(_UNSPACED.sub(" ", _LEVEL.sub(" ", title)))
    return all(word in _LEVEL_COMPANY or word.strip("+#").isdigit() for word in left)


# A level stated with a single question: "[Advanced] …", "… (Easy)", "Level: medium" on a line of its own.
_OWN_LEVEL = re.compile(
    r"^(?:level|difficulty|складність|сложность|рівень|уровень|schwierigkeit|dificultad|nivel|difficulté|niveau|难度|難易度|난이도)"
    rf"\s*(?:{_COLON}|\s[-–—]\s)\s*(?P<level>.{{1,40}})$",
    re.I,
)
_BRACKETED = re.compile(
    r"^\s*[\[(【](?P<before>[^\])】]{2,20})[\])】]\s*|^(?P<ahead>[^\[\](){}:：]{2,20})[:：]\s+(?=\S)|\s*[\[(【](?P<after>[^\])】]{2,20})[\])】]\s*$"
)


def stated_level(line: str) -> str | None:
    """The level of a line such as "Difficulty: hard"; None for any other line."""
    match = _OWN_LEVEL.match(plain(line).strip("-*• "))
    return level_in(match["level"]) if match else None


def take_level(title: str) -> tuple[str, str | None]:
    """A question without the level in brackets before or behind it, and that level.

    >>> take_level("[Basic] What is S3?")
    ('What is S3?', 'basic')
    """
    match = _BRACKETED.search(title)
    inside = (match["before"] or match["ahead"] or match["after"]) if match else None
    if match is None or inside is None or not only_a_level(inside):
        return title, None
    return (title[: match.start()] + title[match.end() :]).strip(), level_in(inside)


# --- what is said about a question or in place of an answer ---------------------------------------------------------

_ABOUT_IT = re.compile(
    r"(?:tags?|topics?|topic\s*\#|category|categories|keywords?|companies|company|asked (?:at|by|in)|frequency|domain|importance"
    r"|priority|marks|points|estimated time|теги?|тема|категорія|категория|schlagwörter|thema|etiquetas?|tema|标签|标签|分类|タグ|태그)"
    rf"\s*{_COLON}\s*\S.*",
    re.I,
)
_ALL_IN_BRACKETS = re.compile(r"\[[^\[\]]*questions[^\[\]]*\]|skipped|unattempted|incorrect", re.I)
_PLACEHOLDER = re.compile(
    r"to\s?do|tbd|tba|wip|n/?a|coming soon|(?:your |write |add )?(?:an? |your |the )?answer(?: goes)? here|(?:add|write) (?:an? |your )?answer"
    r"|to be (?:added|done|written|continued|answered)|no answer(?: yet)?|none yet|in progress|незабаром|скоро|待补充|待完善|略|",
    re.I,
)


def says_about(line: str) -> bool:
    """Whether a line right below a question is about it and neither question nor answer: "Tags: s3, iam"."""
    text = plain(line).strip("-*• ")
    return bool(_ABOUT_IT.fullmatch(text) or _ALL_IN_BRACKETS.fullmatch(text))


def placeholder(answer: str) -> bool:
    """Whether an answer says only that there is none yet: "TODO", "…".

    >>> placeholder("*Coming soon…*"), placeholder("Coming soon is no plan.")
    (True, False)
    """
    return len(answer) < 100 and bool(_PLACEHOLDER.fullmatch(plain(answer).strip(" .…*_-–—[]()<>!:")))


# --- does it ask? ----------------------------------------------------------------------------------------------------

_ENDS_ASKING = re.compile(r"[?？؟⁇՞\u037e]$")
_ASKS_INSIDE = re.compile(r"[?？؟](?:\s|$)")
# First words of questions and of the orders an interviewer gives. Word beginnings, so that inflections need no rows.
_STEMS = (
    r"what|what's|how|how's|why|when|where|which|who|whom|whose|can|could|do|does|did|is|are|was|were|should|would|will|have"
    r"|has|explain|describe|discuss|differentiate|distinguish|differences?|tell|walk|elaborate|suppose|imagine|assume|in what"
    r"|in which|under what|at what|to what|for what|from what|by what|pros and cons|advantages|disadvantages|use cases? of|types? of"
    r"|що|чим|як|яка|яке|який|які|чому|коли|де|хто|навіщо|скільки|чи|поясн\w*|опиш\w*|порівн\w*|різниц\w*|назв\w*|для чого|у чому|в чому"
    r"|что|чем|как|какая|какое|какой|какие|почему|когда|где|кто|зачем|сколько|объясн\w*|сравн\w*|разниц\w*|перечисл\w*|в ч[её]м|расскаж\w*"
    r"|was|wie|warum|wann|wo|wer|welche\w*|wozu|wodurch|erklär\w*|beschreib\w*|nenn\w*|unterschiede?|vergleich\w*"
    r"|¿\w*|qué|cómo|por qué|cuándo|dónde|cuál\w*|quién|expli\w*|describ\w*|diferencias?|compar\w*|enumer\w*"
    r"|qu'\w*|que|quel\w*|comment|pourquoi|quand|où|qui|décri\w*|différences?|combien|citez"
    r"|o que|como|por que|quando|onde|qual|quais|quem|descrev\w*|diferenças?"
    r"|cos['’]?\w?|cosa|che|come|perché|dove|quali?|chi|spieg\w*|descriv\w*|differenz\w*"
    r"|co|jak\w*|dlaczego|kiedy|gdzie|któr\w*|kto|wyjaśn\w*|opisz|różnic\w*|czym|czy"
    r"|apa(?:kah)?|bagaimana|mengapa|kapan|jelaskan|sebutkan|wat|hoe|waarom|wanneer|waar|welke|leg uit|vad|hur|varför|när"
    r"|ما|ماذا|كيف|لماذا|متى|أين|هل|اشرح|מה|איך|למה|מתי|הסבר|האם|क्या|कैसे|क्यों|कब|कहाँ"
)
_STARTS_ASKING = re.compile(rf"(?:{_STEMS})(?![\w-])", re.I)
# Orders that are also given to people at work ("List queues"), and words that begin ordinary headings ("Types of"):
# a sign, not enough for a heading.
_MAY_ASK = re.compile(
    r"(?:differences?|define|compare|contrast|list|name|give|write|design|outline|summari[sz]e|illustrate|state|mention|enumerate"
    r"|consider|pros and cons|(?:dis)?advantages|benefits|use cases?|types? of)(?![\w-])",
    re.I,
)
_ORDERS = re.compile(r"\w+\s+(?:an?|the|some|two|three|four|five|me|us|your)\s", re.I)
# "How to send", "What we learned", "Why queues matter": said of a text below; a question only beside other questions.
_ANNOUNCES = re.compile(
    r"(?:(?:how|what|when|where|why|which|who)\s+(?:not\s+)?to|what\s+(?:we|i|you|it|they|this|these|our|went|came|follows|happened|changed|works|matters)"
    r"|(?:how|why|when|where)\s+(?!(?:is|are|was|were|do|does|did|can|could|would|should|will|has|have|might|must|may|many|much"
    r"|often|long|big|large|fast|far|isn't|aren't|don't|doesn't|can't)\b)\w+)(?![\w-])",
    re.I,
)
_ASKS_UNSPACED = re.compile(
    r"什么|什麼|如何|为什么|為什麼|怎么|怎麼|怎样|哪些|哪个|请|請|解释|解釋|区别|區別|描述|说明|吗$|呢$|とは|何|なぜ|どう|説明|違い|か。?$"
    r"|무엇|어떻게|왜|설명|차이|인가|(?:là gì|nedir|nelerdir|như thế nào)[.?]?$|^tại sao"
)
_VERSUS = re.compile(r"\b(?:vs\.?|versus)\s", re.I)
_DEFINES = re.compile(r"^(?:\*\*|__)[^*_]{1,60}(?::(?:\*\*|__)|(?:\*\*|__)\s*[:：–—-])\s*\S")
_TERM = re.compile(r"^[^.?!:]{1,50}:\s+\S+(?:\s+\S+){2,}")


def asks(text: str) -> float:
    """How much one line of inline Markdown looks like a question: 1 surely, 0 no sign, -1 surely not.

    >>> asks("What is S3?"), asks("**Stage:** where an API is deployed."), asks("Explain IAM") > 0.5
    (1.0, -1.0, True)
    """
    bare = re.sub(r"\s*[*_]*\([^()]*\)[*_]*\s*$", "", text.strip()) or text.strip()
    bare = plain(bare).strip(" *_\"'”»)")
    if not bare:
        return 0.0
    if _ENDS_ASKING.search(bare):
        return 1.0
    if _DEFINES.match(text) and not _ASKS_INSIDE.search(bare):
        return -1.0
    if _ASKS_INSIDE.search(bare):
        return 0.9
    count = len(bare.split())
    if _MAY_ASK.match(bare) and not _TERM.match(bare):
        return 0.7 if _ORDERS.match(bare) else 0.5
    if _ANNOUNCES.match(bare):
        return 0.55
    if _STARTS_ASKING.match(bare) or _ASKS_UNSPACED.search(bare):
        return 0.8 if count <= 30 else 0.4
    if _VERSUS.search(bare) and count <= 12:
        return 0.6
    if _TERM.match(bare) or (count > 25 and bare.endswith(".")):
        return -0.5
    if bare.endswith((".", ";", ",")) and count >= 4:
        return -0.3
    return 0.0


# Titles that say of what stands below that it is questions.
_SAYS_QUESTIONS = re.compile(
    r"\b(?:interview\w*|questions?|q\s?(?:&|and|/)\s?a|qna|faqs?|quiz\w*|flash ?cards?|exams?|mock test|viva|питан\w*|запитан\w*|співбесід\w*"
    r"|вопрос\w*|собеседован\w*|fragen\w*|vorstellungsgespräch\w*|preguntas?|entrevistas?|perguntas?|questões|domande|colloquio"
    r"|entretiens?|pytania|sorular\w*|mülakat\w*|otázky|frågor|vragen|câu hỏi|phỏng vấn|pertanyaan)\b"
    r"|面试|面試|题|問題|问题|質問|面接|질문|면접|문제|प्रश्न|أسئلة|שאלות",
    re.I,
)


def says_questions(title: str) -> bool:
    """Whether a title promises questions.

    >>> says_questions("SQS interview prep"), says_questions("SQS in practice")
    (True, False)
    """
    return bool(_SAYS_QUESTIONS.search(title))


# --- what surrounds questions ----------------------------------------------------------------------------------------

TIPS = re.compile(
    r"^(?:[\w'’-]+\s+){0,4}(?:tips?|advice|pitfalls to avoid|dos and don'?ts|поради|советы|tipps|consejos|conseils|dicas|consigli"
    r"|wskazówki|ipuçları)\b|提示|技巧|ヒント|コツ|팁",
    re.I,
)
CONTENTS = re.compile(
    r"^(?:table of contents?|contents?|toc|index|list of questions|quick links|зміст|содержание|оглавление|inhalt(?:sverzeichnis)?"
    r"|índice|sommaire|table des matières|indice|sumário|spis treści|içindekiler|目录|目錄|目次|목차)\s*:?$",
    re.I,
)
ANSWERS_HEADING = re.compile(
    r"^(?:[\w-]+\s+){0,2}(?:answers?|answer keys?|solutions?|answer sheet|відповіді|ответы|antworten|lösungen|respuestas|réponses"
    r"|risposte|respostas|odpowiedzi|cevaplar)(?:\s+keys?)?\s*:?$|^(?:答案|解答|回答|정답|답안)$",
    re.I,
)
REFERENCES = re.compile(
    r"^(?:\*\*)?(?:references?|sources?|further reading|see also)(?:\*\*)?\s*:(?:\*\*)?\s*(?P<rest>.*)$", re.I
)

# A chat assistant speaking to the person who pasted the chat. Only whole paragraphs that begin so are set aside.
_CHAT_OPENING = re.compile(
    r"(?:(?:perfect|certainly|absolutely|sure(?: thing)?|of course|great|awesome|excellent|alright|okay|ok|got it|no problem|definitely)"
    r"\b(?=[^a-z]|$)|(?:here(?:['’]s| is| are)|below (?:is|are)|i(?:['’]ve| have) (?:prepared|compiled|created|categori[sz]ed|put together)"
    r"|let(?:['’]s| me)\b|i['’]ll|i will))",
    re.I,
)
_CHAT_ABOUT = re.compile(
    r"\b(?:questions?|answers?|interview|prep(?:aration)?|list|set|guide|let['’]s|i['’]ll|below|for you|you(?:['’]d| would) like)\b",
    re.I,
)
_CHAT_CLOSING = re.compile(
    r"(?:would you like(?: me)?\b|do you want(?: me)?\b|want me to\b|shall i\b|should i (?:also|now|go)\b|let me know if\b|let me know (?:how|when|whether|what)\b"
    r"|if you(?:['’]d| would)? (?:like|want|prefer|wish|need),? (?:me to|i can|i could|i['’]ll|i will|just)\b"
    r"|(?:i )?hope (?:this|these|it|that) helps?\b|good luck\b|best of luck\b|happy (?:learning|studying|interviewing|preparing|coding)\b"
    r"|you(?:['’]re| are) welcome\b|feel free to (?:ask|reach|let)\b|i can also (?:provide|create|make|help|turn|prepare|give)\b|all the best\b|thanks? (?:you )?for (?:reading|watching|visiting)\b)",
    re.I,
)
_FURNITURE = re.compile(
    r"(?:skip to (?:main )?content|copy(?: code)?|back to (?:the )?(?:top|contents?)|⬆.{0,30}|share(?: this)?(?: post| article)?|subscribe|sign (?:in|up)"
    r"|log ?in|advertisements?|edit this page|was this (?:page |article )?helpful\??|run code|open in app|read more|follow|menu|search|home"
    r"|toggle navigation|listen|save|upvote|downvote|reply|report|\d+ (?:min|minutes?) read|last updated.{0,40}|all rights reserved.{0,40}|©.{0,80}"
    r"|(?:next|previous|prev)\s*:.{1,80}|(?:you|chatgpt|claude|gemini|copilot) said\s*:?|←.{0,60}|→\s*next.{0,40}|page \d+(?: of \d+)?)",
    re.I,
)


_ASKS_FOR_MORE = re.compile(
    r"^(?:can|could|would|will) you\b|\b(?:please|give me|show me|i (?:want|need)|go on|continue|more (?:questions|examples)|(?:interview )?questions (?:on|about|for)|generate|thanks|thank you)\b",
    re.I,
)
_TURN = re.compile(
    r"(?:(?P<person>user|human|you|me|prompt)|assistant|chatgpt|gpt-?\d?|claude|gemini|copilot|ai|bot)(?: said)?\s*[:：]\s*",
    re.I,
)


def chat_turn(paragraph: str) -> bool:
    """Whether a paragraph is a person's turn in a chat, or the assistant's with nothing but courtesy in it."""
    text = plain(paragraph)
    match = _TURN.match(text)
    if match is None or len(text) > 600:
        return False
    rest = text[match.end() :]
    asks_for_more = match["person"] and _ASKS_FOR_MORE.search(rest)  # "You: responsible for data" asks for nothing
    return bool(asks_for_more) or not rest or chat_opening(rest) or chat_closing(rest)


def chat_opening(paragraph: str) -> bool:
    """Whether a paragraph is a chat's opening: "Certainly! Below are more questions…"."""
    text = plain(paragraph)
    return bool(len(text) < 600 and _CHAT_OPENING.match(text) and _CHAT_ABOUT.search(text))


def chat_closing(paragraph: str) -> bool:
    """Whether a paragraph is a chat's offer or a good-bye: "Would you like me to…"."""
    return bool(_CHAT_CLOSING.match(plain(paragraph)))


def furniture(line: str) -> bool:
    """Whether a line is page furniture by itself: "Skip to main content", "⬆ Back to top"."""
    text = plain(re.sub(r"</?(?:a|b|div|p|sup|small|strong|center|span)\b[^<>]*>", "", line)).strip(" |[]()>-↥⬆️🔝^")
    return len(text) < 120 and _FURNITURE.fullmatch(text) is not None
