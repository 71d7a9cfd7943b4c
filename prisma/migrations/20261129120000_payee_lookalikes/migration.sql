-- Payees whose names only look alike (`Kilima`, `KiIima`, `K1lima`) count as one: requests of before by the new key too (APR-4).
update expense set payee_key = translate(payee_key, 'i10', 'llo');
