{#- A field of a campaign, trimmed: as the collector tells it, else of the page's URL; null where both
    are blank, a word that trackers write for none, or a template in braces that nobody filled in.
    `campaign_placeholders` is the row of those words. -#}
{% macro campaign_field(told, of_url) -%}
    coalesce({{ campaign_field__known(told) }}, {{ campaign_field__known(of_url) }})
{%- endmacro %}

{% macro campaign_field__known(text) -%}
    case
        when {{ text }} is null then null
        when
            {{ trimmed(text) }} <> ''
            and left({{ trimmed(text) }}, 1) <> '{'
            and coalesce(instr(
                campaign_placeholders.campaign_words, '|' || lower({{ trimmed(text) }}) || '|'
            ), 0) = 0
            then {{ trimmed(text) }}
    end
{%- endmacro %}
