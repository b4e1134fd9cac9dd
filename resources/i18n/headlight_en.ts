<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>RowPanel</name>
    <message numerus="yes">
        <source>%n smaller or forbidden, not listed</source>
        <translation>
            <numerusform>%n smaller or forbidden, not listed</numerusform>
            <numerusform>%n smaller or forbidden, not listed</numerusform>
        </translation>
    </message>
</context>
</TS>
