#include "ui/figure/pdf_letters.h"

#include <QString>

namespace hl::ui {

namespace {

constexpr int digits = 4; // of a character in a PDF's tables

char16_t writtenAs(char16_t drawn)
{
    if (drawn == u'\t')
        return u' ';
    const bool isRadical = drawn >= 0x2E80 && drawn <= 0x2FD5;
    const QString word = isRadical ? QString(QChar(drawn)).normalized(QString::NormalizationForm_KC) : QString();
    return word.size() == 1 ? word.front().unicode() : drawn;
}

/// The character written as "<2F8F>" at `at` is named anew.
void rename(QByteArray& pdf, qsizetype at)
{
    bool isNumber = false;
    const QByteArray number = pdf.mid(at + 1, digits);
    const ushort drawn = number.toUShort(&isNumber, 16);
    if (isNumber && number.size() == digits)
        pdf.replace(at + 1, digits, QByteArray::number(writtenAs(drawn), 16).toUpper().rightJustified(digits, '0'));
}

/// One line of a table: "<from> <to> <first character>", or "<from> <to> [<character> <character> ]".
void renameLine(QByteArray& pdf, qsizetype begin, qsizetype end)
{
    const QByteArray line = pdf.mid(begin, end - begin);
    if (const qsizetype list = line.indexOf('['); list >= 0) {
        for (qsizetype at = line.indexOf('<', list); at >= 0; at = line.indexOf('<', at + 1))
            rename(pdf, begin + at);
        return;
    }
    const QList<QByteArray> words = line.split(' ');
    if (words.size() == 3 && words[0] == words[1] && words[2].size() == digits + 2)
        rename(pdf, begin + line.lastIndexOf('<'));
}

} // namespace

void nameLetters(QByteArray& pdf)
{
    const QByteArray first = " beginbfrange\n";
    const QByteArray last = "endbfrange";
    for (qsizetype table = pdf.indexOf(first); table >= 0; table = pdf.indexOf(first, table + 1)) {
        const qsizetype stop = pdf.indexOf(last, table);
        for (qsizetype begin = table + first.size(); begin < stop;) {
            const qsizetype end = pdf.indexOf('\n', begin);
            if (end < 0)
                return;
            renameLine(pdf, begin, end);
            begin = end + 1;
        }
    }
}

} // namespace hl::ui
