<?xml version='1.0' encoding='utf-8'?>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>hl::ui::PromptView</name>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n token</numerusform><numerusform>%n tokens</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n word(s) known to this model</source>
        <translation>
            <numerusform>%1 of %n word known to this model</numerusform><numerusform>%1 of %n words known to this model</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n word(s)</source>
        <translation>
            <numerusform>%n word</numerusform><numerusform>%n words</numerusform></translation>
    </message>
</context>
<context>
    <name>hl::ui::StatusLine</name>
    <message numerus="yes">
        <source>%n number(s) are not finite (NaN or infinite).</source>
        <translation>
            <numerusform>%n number are not finite (NaN or infinite).</numerusform><numerusform>%n numbers are not finite (NaN or infinite).</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n token</numerusform><numerusform>%n tokens</numerusform></translation>
    </message>
</context>
</TS>