<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Dropped</name>
    <message numerus="yes">
        <source>Check the numbers in %n file(s)</source>
        <translation>
            <numerusform>Check the numbers in %n file</numerusform>
            <numerusform>Check the numbers in %n files</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PromptFigure</name>
    <message numerus="yes">
        <source>and %n more token(s)</source>
        <translation>
            <numerusform>and %n more token</numerusform>
            <numerusform>and %n more tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>RowPanel</name>
    <message numerus="yes">
        <source>%n more, not listed</source>
        <translation>
            <numerusform>%n more, not listed</numerusform>
            <numerusform>%n more, not listed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hl::ui::HeadCard</name>
    <message numerus="yes">
        <source>and %n more: see the tool tip</source>
        <translation>
            <numerusform>and %n more: see the tool tip</numerusform>
            <numerusform>and %n more: see the tool tip</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hl::ui::PromptView</name>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n word(s) known to this model</source>
        <translation>
            <numerusform>%1 of %n word known to this model</numerusform>
            <numerusform>%1 of %n words known to this model</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n word(s)</source>
        <translation>
            <numerusform>%n word</numerusform>
            <numerusform>%n words</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hl::ui::StatusLine</name>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not finite (NaN or infinite): %n number(s).</source>
        <translation>
            <numerusform>Not finite (NaN or infinite): %n number.</numerusform>
            <numerusform>Not finite (NaN or infinite): %n numbers.</numerusform>
        </translation>
    </message>
</context>
</TS>
