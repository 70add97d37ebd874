{#- Parameters that advertising and mailing systems add to the links that people click, in lower case.
    `ads` stand on advertisements alone; `hints` on every link of a network or a mailing, and tell
    no more than a referrer would. What each means is in seeds/definitions/channels/channels.csv. -#}
{% macro click_ids() %}
    {{ return({
        'ads': [
            'gclid', 'gbraid', 'wbraid', 'gad_source', 'dclid', 'msclkid', 'ttclid', 'li_fat_id',
            'twclid', 'rdt_cid', 'sccid', 'yclid', 'tblci', 'dicbo',
        ],
        'hints': [
            'fbclid', 'igshid', 'igsh', 'mc_cid', 'mc_eid', 'mkt_tok', '_hsenc', '_hsmi', '_kx',
        ],
    }) }}
{% endmacro %}
