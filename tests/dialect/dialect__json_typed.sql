with

cases as (

    select
        '{"a":"5","b":"-1.50","c":"true","d":"false","e":"0"}' as document,
        '{"a":5,"b":-1.50,"c":true,"d":false,"e":0}' as expected
    union all
    -- what JSON would not write so is a text
    select
        '{"a":"05","b":"1e5","c":"True","d":"","e":" 5","f":"+5","g":".5","h":"5."}'
            as document,
        '{"a":"05","b":"1e5","c":"True","d":"","e":" 5","f":"+5","g":".5","h":"5."}'
            as expected
    union all
    -- fifteen digits are a number, sixteen are none that all engines hold
    select
        '{"a":"123456789012345","b":"1234567890123456"}' as document,
        '{"a":123456789012345,"b":"1234567890123456"}' as expected
    union all
    -- what is in a text is no member
    select
        {{ text_literal('{"a":"x\\":\\"5\\",","5":":","b":":\\""}') }} as document,
        {{ text_literal('{"a":"x\\":\\"5\\",","5":":","b":":\\""}') }} as expected
    union all
    select
        '{}' as document,
        '{}' as expected
    union all
    select
        cast(null as {{ dbt.type_string() }}) as document,
        cast(null as {{ dbt.type_string() }}) as expected

),

actual as (

    select
        expected,
        {{ json_typed('document') }} as actual
    from cases

)

select
    expected,
    actual
from actual
where actual is distinct from expected
